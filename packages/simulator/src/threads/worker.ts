import { serveOrders } from './serve-orders.ts';

// The program of a thread where no other one is named.
serveOrders();
