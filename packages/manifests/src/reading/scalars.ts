import type { ScalarTag } from 'yaml';

/**
 * Whose YAML it is: kubectl reads manifests, kustomizations and JSON patches as YAML 1.1, where `on` and `y` are true;
 * kustomize reads resources and merge patches as 1.2, but for dates, which are refused there. Both take 0644 for octal.
 */
export type Dialect = 'kubectl' | 'kustomize';

const NULL = /^(?:~|null|Null|NULL)?$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const ALSO_TRUE = /^(?:true|True|TRUE|y|Y|yes|Yes|YES|on|On|ON)$/;
const ALSO_FALSE = /^(?:false|False|FALSE|n|N|no|No|NO|off|Off|OFF)$/;
/** What may be a number, with underscores anywhere but in front. */
const MAY_BE_NUMBER = /^[-+.0-9]/;
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const NO_NUMBER = /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/;
const DATE = /^(\d{4})-(\d\d?)-(\d\d?)$/;
const TIME = /^\d{4}-\d\d?-\d\d?(?:[Tt]| +)\d\d?:\d\d?:\d/;

/** What plain texts stand for. Source: resolve.go of gopkg.in/yaml.v2 (kubectl) and gopkg.in/yaml.v3 (kustomize). */
export function scalarTags(dialect: Dialect): ScalarTag[] {
  const [isTrue, isFalse] = dialect === 'kubectl' ? [ALSO_TRUE, ALSO_FALSE] : [TRUE, FALSE];
  return [
    tag('null', NULL, () => null),
    tag('bool', isTrue, () => true),
    tag('bool', isFalse, () => false),
    tag('float', NO_NUMBER, (text, onError) => {
      onError(`expected a number that JSON can hold, got ${text}; put it in quotes`);
      return text;
    }),
    ...(dialect === 'kustomize' ? [tag('timestamp', DATE, date), tag('timestamp', TIME, time)] : []),
    tag('number', MAY_BE_NUMBER, number),
  ];
}

type Resolve = (text: string, onError: (message: string) => void) => unknown;

function tag(name: string, test: RegExp, resolve: Resolve): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve };
}

function number(text: string, onError: (message: string) => void): unknown {
  const plain = text.replaceAll('_', '');
  if (text.startsWith('.') && plain !== text && FLOAT.test(plain)) {
    onError(`expected a number without underscores after a point, which readers differ in, got ${text}`);
  }
  if (!INTEGER.test(plain)) return FLOAT.test(plain) ? Number(plain) : text;
  const digits = plain.replace(/^[-+]/, '').toLowerCase();
  // A zero before eights and nines makes no octal number; Go then reads it as a decimal one.
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (!Number.isSafeInteger(value)) onError(`expected a whole number of at most 53 bits, got ${text}`);
  return plain.startsWith('-') ? 0 - value : value;
}

/** A date is a time to kustomize, but a text among annotations that it writes anew; one not in the calendar is a text. */
function date(text: string, onError: (message: string) => void): unknown {
  const [year = '', month = '', day = ''] = DATE.exec(text)?.slice(1) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const start = new Date(`${iso}T00:00:00Z`);
  const exists = !Number.isNaN(start.valueOf()) && start.toISOString().startsWith(iso);
  return exists ? time(text, onError) : text;
}

function time(text: string, onError: (message: string) => void): unknown {
  onError(`expected a text in quotes, got the date ${text}, which kustomize writes in more than one way`);
  return text;
}

/** What a text without quotes stands for in a resource of kustomize. */
export function plainValue(text: string): unknown {
  const found = scalarTags('kustomize').find(({ test }) => test?.test(text) === true);
  const refuse = (message: string): never => {
    throw new Error(message);
  };
  return found?.resolve === undefined ? text : found.resolve(text, refuse, {});
}
