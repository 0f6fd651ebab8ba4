import type { Courses } from './courses.ts';
import type { Listener } from './listener.ts';
import type { Model } from './model.ts';
import type { Population } from './population.ts';
import type { Wheel } from './wheel.ts';

/** What the parts of one simulation share. */
export type Shared = Readonly<{
  model: Model;
  population: Population;
  wheel: Wheel;
  courses: Courses;
  listener: Listener | undefined;
}>;
