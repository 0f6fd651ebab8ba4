/**
 * The forms that names and values have to have. Each function gives what is wrong with a value, in the words of an
 * API server; nothing where it is right.
 *
 * Source: apimachinery/pkg/util/validation/validation.go.
 */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const HEADER = '[-A-Za-z0-9]+';

/** The greatest length of a DNS label, in characters. */
const MAX_LABEL_LENGTH = 63;

/** The greatest length of a DNS subdomain, and of a key of a ConfigMap, in characters. */
const MAX_SUBDOMAIN_LENGTH = 253;

/** The greatest length of a port's name, in characters. */
const MAX_PORT_NAME_LENGTH = 15;

/** What is wrong with a number that is out of its bounds. */
export function rangeMessage(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** `must be greater than or equal to 0`, with its source api/validation/generic.go. */
export const NEGATIVE_MESSAGE = 'must be greater than or equal to 0';

/** What is said where a value may not change any more. Source: api/validation/objectmeta.go. */
export const IMMUTABLE_MESSAGE = 'field is immutable';

/** What is said of a string that is no address. Source: apimachinery/pkg/util/validation/ip.go. */
export const NO_IP_MESSAGE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** A name without dots, such as a Namespace's or a container's. */
export function dnsLabelProblems(value: string): string[] {
  return problems(value, MAX_LABEL_LENGTH, LABEL_RULE);
}

/** A name that may have dots, such as most objects have. */
export function dnsSubdomainProblems(value: string): string[] {
  return problems(value, MAX_SUBDOMAIN_LENGTH, SUBDOMAIN_RULE);
}

/** A name without dots that starts with a letter, such as a Service's. */
export function dns1035LabelProblems(value: string): string[] {
  return problems(value, MAX_LABEL_LENGTH, DNS_1035_RULE);
}

/** A name with an optional prefix and slash, such as the keys of labels. */
export function qualifiedNameProblems(value: string): string[] {
  const parts = value.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2) {
    return [
      `a qualified name ${QUALIFIED_RULE.message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  if (second === undefined) return namePartProblems(first);
  const prefix =
    first === ''
      ? ['prefix part must be non-empty']
      : dnsSubdomainProblems(first).map((message) => `prefix part ${message}`);
  return [...prefix, ...namePartProblems(second)];
}

/** A value of a label. */
export function labelValueProblems(value: string): string[] {
  return problems(value, MAX_LABEL_LENGTH, LABEL_VALUE_RULE);
}

/** A key of a ConfigMap. */
export function configKeyProblems(value: string): string[] {
  const found = problems(value, MAX_SUBDOMAIN_LENGTH, CONFIG_KEY_RULE);
  if (value === '.') return [...found, `must not be '.'`];
  if (value === '..') return [...found, `must not be '..'`];
  if (value.startsWith('..')) return [...found, `must not start with '..'`];
  return found;
}

/** A name of an environment variable. */
export function variableNameProblems(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  if (/^[ -<>-~]+$/.test(value)) return [];
  return [`a valid environment variable name must consist only of printable ASCII characters other than '='`];
}

/** A name of a header of HTTP. */
export function headerNameProblems(value: string): string[] {
  return HEADER_RULE.form.test(value) ? [] : [HEADER_RULE.message];
}

/** A number of a port. */
export function portNumberProblems(value: number): string[] {
  return Number.isInteger(value) && value >= 1 && value <= 65_535 ? [] : [rangeMessage(1, 65_535)];
}

/** A name of a port. */
export function portNameProblems(value: string): string[] {
  const found: string[] = [];
  if (value.length > MAX_PORT_NAME_LENGTH) found.push(tooLongMessage(MAX_PORT_NAME_LENGTH));
  if (!/^[-a-z0-9]+$/.test(value)) {
    found.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) found.push('must contain at least one letter (a-z)');
  if (value.includes('--')) found.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) found.push('must not begin or end with a hyphen');
  return found;
}

/** A number or name of a port. */
export function portProblems(value: number | string): string[] {
  return typeof value === 'number' ? portNumberProblems(value) : portNameProblems(value);
}

/** A percentage. */
export function percentProblems(value: string): string[] {
  return PERCENT_RULE.form.test(value) ? [] : [PERCENT_RULE.message];
}

type Rule = Readonly<{ form: RegExp; message: string }>;

/** The message's odd comma and blanks are those of `RegexError`. */
function rule(message: string, form: string, ...examples: string[]): Rule {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return {
    form: new RegExp(`^(?:${form})$`),
    message: `${message} (e.g. ${shown}regex used for validation is '${form}')`,
  };
}

const LABEL_RULE = rule(
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`,
  LABEL,
  'my-name',
  '123-abc',
);
const SUBDOMAIN_RULE = rule(
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
  SUBDOMAIN,
  'example.com',
);
const DNS_1035_RULE = rule(
  `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character`,
  DNS_1035,
  'my-name',
  'abc-123',
);
const QUALIFIED_RULE = rule(
  `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
  QUALIFIED,
  'MyName',
  'my.name',
  '123-abc',
);
const LABEL_VALUE_RULE = rule(
  `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
  LABEL_VALUE,
  'MyValue',
  'my_value',
  '12345',
);
const CONFIG_KEY_RULE = rule(
  `a valid config key must consist of alphanumeric characters, '-', '_' or '.'`,
  CONFIG_KEY,
  'key.name',
  'KEY_NAME',
  'key-name',
);
const HEADER_RULE = rule(
  `a valid HTTP header must consist of alphanumeric characters or '-'`,
  HEADER,
  'X-Header-Name',
);
const PERCENT_RULE = rule(
  `a valid percent string must be a numeric string followed by an ending '%'`,
  '[0-9]+%',
  '1%',
  '93%',
);

function problems(value: string, maxLength: number, { form, message }: Rule): string[] {
  const found = Buffer.byteLength(value) > maxLength ? [tooLongMessage(maxLength)] : [];
  // Matching a long string takes long with these forms, and says nothing new.
  if (value.length > 8 * maxLength) return found;
  return form.test(value) ? found : [...found, message];
}

function namePartProblems(name: string): string[] {
  const found = name === '' ? ['name part must be non-empty'] : [];
  return [
    ...found,
    ...problems(name, MAX_LABEL_LENGTH, QUALIFIED_RULE).map((message) => `name part ${message}`),
  ];
}

function tooLongMessage(maxLength: number): string {
  return `must be no more than ${maxLength} bytes`;
}
