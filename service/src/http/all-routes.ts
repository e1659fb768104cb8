import { connectwiseAdminRoutes } from '#contract/connectwise-admin-routes';
import { phoneRoutes } from '#contract/phone-routes';
import { routes } from '#contract/routes';

/** Everything that the service answers: what technicians' and administrators' browsers ask, and what phones ask. */
export const allRoutes = { ...routes, ...phoneRoutes, ...connectwiseAdminRoutes };
export type AnyRouteName = keyof typeof allRoutes;
