export { createPool, type Pool, type PoolOptions } from './pool.ts';
export { serveOrders } from './serve-orders.ts';
export { MAX_THREADS, startThreads, type Threads, type ThreadsOptions } from './threads.ts';
