export { createHealth, HealthError, type Health, type HealthStatus } from './health.ts';
export { healthRoutes, type HealthRoutesOptions } from './health-routes.ts';
