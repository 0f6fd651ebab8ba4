import t from 'tap';
import { parseRedirected } from '../../../src/faults/redirect/rules.ts';

const LISTED = `Chain POD-CHAOS-ab12cd34 (1 references)
    pkts      bytes target     prot opt in     out     source               destination
       3      180 RETURN     0    --  *      *       10.77.0.9            0.0.0.0/0
       1       60 RETURN     0    --  *      *       10.0.0.0/8           0.0.0.0/0
      12      720 REDIRECT   6    --  *      *       0.0.0.0/0            0.0.0.0/0            redir ports 40001
`;

t.test('connections that the kernel has counted', async (t) => {
  t.same(parseRedirected(LISTED), { redirected: 12, letThrough: 4 });
  t.same(parseRedirected(LISTED.replace('      12', ' 4294967296')).redirected, 4_294_967_296);
  t.throws(() => parseRedirected('Chain X (0 references)\n'), { code: 'CHAOS_SET_UP' });
});
