import type { VNode } from 'preact';
import { changeSimulation, simulationTexts } from './address.ts';
import type { Control } from './control.ts';
import { parseDurationMs } from '@pod-contagion/notations';
import { simulation } from './run-simulation.ts';

/** One control: a slider over what people mean, and beside it the value itself, which may be anything between. */
export function ControlRow({ control }: Readonly<{ control: Control }>): VNode {
  const { key, label, kind, usual, steps, help } = control;
  const text = simulationTexts.value[key] ?? usual;
  const isWrong = simulation.value.misread.some((misread) => misread.key === key);
  const id = `sim-${key}`;
  const change = (next: string): void => changeSimulation(key, next);
  if (kind === 'texts') {
    return (
      <label class="control wide" title={help}>
        <span>{label}</span>
        <textarea
          rows={4}
          spellcheck={false}
          placeholder="kill 50% at 60s"
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
        />
      </label>
    );
  }
  if (kind === 'choice' || kind === 'switch') {
    return (
      <label class="control" title={help}>
        <span>{label}</span>
        <select value={text} onChange={(event) => change(event.currentTarget.value)}>
          {steps.map((step) => (
            <option key={step}>{step}</option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <div class="control" title={help}>
      <label for={id}>{label}</label>
      {steps.length > 0 && (
        <input
          type="range"
          aria-label={`${label}, slider`}
          aria-valuetext={text === '' ? 'as it is by itself' : text}
          min={0}
          max={steps.length - 1}
          step={1}
          value={placeOf(control, text)}
          onInput={(event) => change(steps[Number(event.currentTarget.value)] ?? usual)}
        />
      )}
      <input
        id={id}
        type="text"
        spellcheck={false}
        autocomplete="off"
        aria-invalid={isWrong}
        placeholder={kind === 'range' ? 'as profile' : 'by itself'}
        class={kind === 'range' ? 'range' : ''}
        value={text}
        onChange={(event) => change(event.currentTarget.value.trim())}
      />
    </div>
  );
}

/** Where a slider stands: at the last step that is no more than the value. */
function placeOf({ kind, steps }: Control, text: string): number {
  const valueOf = (each: string): number =>
    kind === 'duration' ? (parseDurationMs(each) ?? NaN) : Number(each);
  const value = text === '' ? NaN : valueOf(text);
  return Math.max(
    0,
    steps.findLastIndex((step) => valueOf(step) <= value),
  );
}
