import type { Courses } from './courses.ts';
import type { Endpoints } from './endpoints.ts';
import type { Listener } from './listener.ts';
import type { Model } from './model.ts';
import type { Network } from './network.ts';
import type { Population } from './population.ts';
import type { Wheel } from './wheel.ts';

/** What the parts of one simulation share. */
export type Shared = Readonly<{
  model: Model;
  population: Population;
  wheel: Wheel;
  courses: Courses;
  endpoints: Endpoints;
  network: Network;
  listener: Listener | undefined;
}>;
