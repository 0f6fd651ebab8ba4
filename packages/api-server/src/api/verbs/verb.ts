import type { Answer } from '../answer.ts';
import type { ApiContext } from '../context.ts';
import type { ApiRequest } from '../request.ts';

/** Carries out one verb for any kind; what goes wrong it throws as ApiError. */
export type Verb = (context: ApiContext, request: ApiRequest) => Answer | Promise<Answer>;
