import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { announce } from '../state/announce.ts';

/** For how long the button says that it was copied, in ms. */
const SAID_MS = 2_000;

/** A line to be typed elsewhere, and a button that copies it. */
export function Command(props: Readonly<{ text: string }>): VNode {
  const isCopied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(props.text);
    isCopied.value = true;
    announce('copied');
    setTimeout(() => {
      isCopied.value = false;
    }, SAID_MS);
  };
  return (
    <div class="command">
      <code tabIndex={0}>{props.text}</code>
      {isSecureContext && (
        <button type="button" class="small" aria-label={`Copy: ${props.text}`} onClick={() => void copy()}>
          {isCopied.value ? 'copied' : 'copy'}
        </button>
      )}
    </div>
  );
}
