import t from 'tap';
import { errorKindOf, PROBE_ERROR_KINDS } from '../../src/probe/error-kind.ts';

t.test('knows errors by their codes', async (t) => {
  const cases: Record<string, string> = {
    ECONNREFUSED: 'refused',
    ECONNRESET: 'reset',
    UND_ERR_SOCKET: 'closed',
    ETIMEDOUT: 'timeout',
    EHOSTUNREACH: 'unreachable',
    ENOTFOUND: 'dns',
    EAI_AGAIN: 'dns',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
    CERT_HAS_EXPIRED: 'tls',
    EMFILE: 'local',
    WHO_KNOWS: 'other',
  };
  for (const [code, kind] of Object.entries(cases)) {
    t.equal(errorKindOf(Object.assign(new Error(code), { code })), kind, code);
    t.ok(kind in PROBE_ERROR_KINDS, kind);
  }
  t.equal(errorKindOf(Object.assign(new Error('x'), { code: 'ECANCELED', syscall: 'getaddrinfo' })), 'dns');
  t.equal(errorKindOf(Object.assign(new Error('x'), { name: 'HTTPParserError' })), 'protocol');
  for (const nothing of [undefined, null, 'text', new Error('none'), { code: 7 }]) {
    t.equal(errorKindOf(nothing), 'other');
  }
});
