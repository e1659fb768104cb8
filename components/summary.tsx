import type { ComponentChildren } from 'preact';
import type { Received } from '../utils/workflow/state';
import { localTime } from './clock';
import { actionNames, directionNames, methodOf } from './words';

/** What was done, by whom and when. */
export function Summary({ received }: { received: Received }) {
  const { verification } = received;
  const { contact, destination, action, direction, technician, endedAt } = verification;
  return (
    <dl class="summary">
      <Row name="Account">
        <bdi>{contact}</bdi>
      </Row>
      <Row name="Method">
        {methodOf(verification)} to <bdi class="destination">{destination}</bdi>
      </Row>
      {action && <Row name="Asked for">{actionNames[action]}</Row>}
      <Row name="Call">{directionNames[direction]}</Row>
      <Row name="Technician">{technician}</Row>
      {endedAt !== null && <Row name="Time">{new Date(localTime(received, endedAt)).toLocaleString()}</Row>}
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
