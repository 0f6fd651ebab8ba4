export { createPool, MAX_THREADS, type Pool, type PoolOptions } from './pool.ts';
