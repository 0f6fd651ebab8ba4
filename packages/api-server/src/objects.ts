/** Objects of the API as they are on the wire, and the notations in them. */
export type * from './machinery/objects.ts';
export { apiTime, systemClock, type Clock } from './machinery/clock.ts';
export { block, formatCidr, lastOf, numberToIpv4, overlap, parseCidr, type Cidr } from './machinery/ipv4.ts';
export {
  createAddressPool,
  createNodePortPool,
  createNumberPool,
  staticCount,
  type Pool,
} from './machinery/pool.ts';
export { compareQuantities, parseQuantity, type Quantity } from './machinery/quantity.ts';
export { qualityOfService } from './kinds/pod/quality-of-service.ts';
