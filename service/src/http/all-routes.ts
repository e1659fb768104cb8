import { phoneRoutes } from '#contract/phone-routes';
import { routes } from '#contract/routes';

/** Everything that the service answers: what technicians' browsers ask, and what phones ask. */
export const allRoutes = { ...routes, ...phoneRoutes };
export type AnyRouteName = keyof typeof allRoutes;
