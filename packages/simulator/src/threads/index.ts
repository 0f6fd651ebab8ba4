export { createPool, MAX_THREADS, type Pool, type PoolOptions } from './pool.ts';
export { serveOrders } from './serve-orders.ts';
