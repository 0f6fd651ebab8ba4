import type { ProxyEvent } from '@pod-contagion/toxics';

/** One line about what happens to a proxy. */
export function proxyEventText(event: ProxyEvent): string {
  switch (event.what) {
    case 'started':
      return `${event.proxy}: ${event.listen} to ${event.upstream}`;
    case 'stopped':
    case 'removed':
      return `${event.proxy}: ${event.what}`;
    case 'toxic-added':
    case 'toxic-changed':
      return `${event.proxy}: ${event.toxic.name} ${event.what.slice('toxic-'.length)}: ${toxicText(event.toxic)}`;
    case 'toxic-removed':
      return `${event.proxy}: ${event.toxic.name} removed`;
    case 'upstream-refused':
      return `${event.proxy}: ${event.upstream} can't be reached: ${event.why}`;
    case 'too-many-connections':
      return `${event.proxy}: a connection more than ${event.most} was closed`;
  }
}

type Toxic = Extract<ProxyEvent, { toxic: object }>['toxic'];

function toxicText({ type, stream, toxicity, attributes }: Toxic): string {
  const told = Object.entries(attributes).map(([name, value]) => ` ${name} ${value}`);
  const share = toxicity < 1 ? `, for ${Math.max(0, toxicity) * 100} % of connections` : '';
  return `${type} ${stream}${told.join('')}${share}`;
}
