import type { EpidemicEvent } from '@pod-contagion/epidemic';

/** One event in a few words; undefined for those that would only fill the list. */
export function describeEvent(event: EpidemicEvent): string | undefined {
  switch (event.event) {
    case 'infected': {
      const by = event.from === null ? '' : ` by ${event.from}`;
      const generation = event.generation === null ? '' : `, generation ${event.generation}`;
      return `${event.pod} infected${by}${generation}`;
    }
    case 'symptomatic':
      return `${event.pod} symptomatic`;
    case 'killed':
      return `${event.pod} killed, exit code ${event.exitCode}`;
    case 'restarted':
      return `${event.pod} restarted, ${event.podRestarts} in all`;
    case 'back-off':
      return `${event.pod} has to wait${event.seconds === null ? '' : ` ${event.seconds} s`}`;
    case 'ended':
      return `${event.pod} is over`;
    case 'deleted':
      return `${event.pod} deleted`;
    case 'created':
    case 'starting':
    case 'susceptible':
      return undefined;
  }
}
