/** The program of docs/api-server.md is run as it stands there, and prints what the page shows. */
import t from 'tap';
import { tryPageProgram } from '../../../scripts/testing/page-program.ts';

t.test('the program of the page', (t) => tryPageProgram(t, 'api-server.md'));
