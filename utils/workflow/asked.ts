import type { ContactOptions } from '#contract/verification';
import type { About, Flow } from './state';

/** About whom the service is asked for a flow: with the customer that the technician chose. */
export function askedBy(flow: Flow): { about: About; customerId?: string } {
  const customerId = 'options' in flow ? chosenCustomer(flow.options) : flow.customerId;
  return { about: flow.about, ...(customerId === undefined ? {} : { customerId }) };
}

/** The customer that the technician chose; none where the ticket's company decided. */
export function chosenCustomer(options: ContactOptions): string | undefined {
  return options.customer.chosen ? options.customer.id : undefined;
}
