import type { VNode } from 'preact';
import type { Goldpinger } from './read-goldpinger.ts';

/** To the data that the panel draws, and what Goldpinger itself said, as the server of the page has it; nothing where nobody answered. */
export function GoldpingerLink(props: Readonly<{ goldpinger: Goldpinger | undefined }>): VNode | null {
  if (props.goldpinger?.service === undefined) return null;
  return (
    <a href="api/goldpinger" title="The calls as JSON, and in it as “raw” what Goldpinger’s check_all said">
      api/goldpinger
    </a>
  );
}
