import { useSignal } from '@preact/signals';
import type { FunctionComponent, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { tryAgain } from '../state/try-again.ts';

/** A view whose code is loaded when it is first shown: what the first screen does not need, it does not wait for. */
export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): (props: Props) => VNode | null {
  let loaded: FunctionComponent<Props> | undefined;
  return function Later(props: Props): VNode | null {
    const count = useSignal(0);
    useEffect(() => {
      if (loaded !== undefined) return;
      void tryAgain(load).then((view) => {
        loaded = view;
        count.value++;
      });
    }, []);
    void count.value;
    const View = loaded;
    return View === undefined ? null : <View {...props} />;
  };
}
