import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { shareSimulation } from '../simulate/address.ts';
import { model, selectedPod } from '../state/store.ts';
import { endGame, hit, playLive, practise, score, whyNoHit } from './game.ts';
import {
  baseline,
  clickHits,
  hasBegun,
  isBeginning,
  isCompared,
  isOver,
  missingRole,
  shots,
  told,
  unknown,
} from './progress.ts';
import { play, rules } from './state.ts';

/** The game: how it is begun, what it comes to, and what ends it at once. */
export function GamePanel(): VNode {
  // The settings may stand in the address of a page that has not simulated yet.
  useEffect(shareSimulation, []);
  const isOn = play.value === 'practice' || play.value === 'live';
  return (
    <section class="panel game" aria-label="Game">
      {isOn ? <Playing /> : <Choosing />}
      <p class="told-line" role="status">
        {told.value}
      </p>
      {missingRole.value !== undefined && <pre>{missingRole.value}</pre>}
    </section>
  );
}

function Choosing(): VNode {
  const namespace = rules.value?.namespace ?? '';
  return (
    <>
      <h2>Stop the contagion</h2>
      <p>
        Hit the infected before they sneeze. What counts is not how many you hit but how many infections never
        came, against the median of a hundred simulations in which nobody plays. Whoever hits the well loses a
        point.
      </p>
      <button type="button" onClick={practise}>
        practise on the simulator
      </button>
      <p class="quiet">It touches no cluster. The settings are those of Simulate.</p>
      {namespace === '' ? (
        <p class="quiet">No cluster is watched here that could be played on.</p>
      ) : (
        <Live namespace={namespace} />
      )}
      <button
        type="button"
        onClick={() => {
          play.value = 'off';
        }}
      >
        close
      </button>
    </>
  );
}

/** Whoever plays on a cluster says which. */
function Live(props: Readonly<{ namespace: string }>): VNode {
  const typed = useSignal('');
  const { shotsPerMinute = 0, maxShots = 0 } = rules.value ?? {};
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void playLive(typed.value);
        }}
      >
        <label>
          To play on the cluster that is watched, type the name of its namespace
          <input
            value={typed.value}
            autocomplete="off"
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" disabled={typed.value !== props.namespace || isBeginning.value}>
          play live
        </button>
      </form>
      <p class="quiet">
        A hit is an eviction, which a PodDisruptionBudget may refuse; {shotsPerMinute} a minute and {maxShots}{' '}
        in all at most, never the last ready pod.
      </p>
    </>
  );
}

function Playing(): VNode {
  const isLive = play.value === 'live';
  const pod = selectedPod.value;
  const name = pod === undefined ? undefined : model.pods.name[pod - model.pods.first];
  const hits = shots.value.filter(({ isHit }) => isHit).length;
  return (
    <>
      {hasBegun.value ? (
        <p class={`badge ${isLive ? 'stale' : 'live'}`}>{isLive ? 'LIVE GAME' : 'PRACTICE'}</p>
      ) : (
        <p>the simulator starts …</p>
      )}
      <button type="button" class="end" onClick={() => void endGame()}>
        end everything
      </button>
      <Points />
      <p>
        {hits === 1 ? '1 hit' : `${hits} hits`}
        {isLive && rules.value !== undefined && `, ${rules.value.maxShots - rules.value.shots} left`}
        {isOver.value && ', it is over'}
      </p>
      <label>
        <input
          type="checkbox"
          checked={clickHits.value}
          onChange={(event) => {
            clickHits.value = event.currentTarget.checked;
          }}
        />{' '}
        a click hits
      </label>
      <button
        type="button"
        disabled={pod === undefined || whyNoHit.value !== ''}
        title={whyNoHit.value}
        onClick={() => pod !== undefined && void hit(pod)}
      >
        hit {name ?? 'the chosen pod'} (X)
      </button>
      <ol class="shots" aria-label="Hits">
        {shots.value
          .slice(-8)
          .toReversed()
          .map(({ name: of, wasIll, isHit, message }, place) => (
            <li key={shots.value.length - place}>
              {of}: {isHit ? (wasIll ? 'ill' : 'was well, -1') : message}
            </li>
          ))}
      </ol>
    </>
  );
}

function Points(): VNode {
  const now = score.value;
  if (hasBegun.value && !isCompared.value) {
    return <p>Nobody is infected yet: points count from the first infection on.</p>;
  }
  if (now === undefined) return <p>the simulator is asked what comes without you …</p>;
  return (
    <>
      <dl class="points">
        <dt>points</dt>
        <dd class="large">{now.points}</dd>
        <dt>infections</dt>
        <dd>{now.infections}</dd>
        <dt title={`Median of ${baseline.value?.runs ?? 0} simulations in which nobody plays`}>
          without you
        </dt>
        <dd>{now.expected}</dd>
        <dt>hits on the well</dt>
        <dd>{now.healthyHits}</dd>
      </dl>
      {unknown.value.length > 0 && (
        <details class="quiet">
          <summary>What is not known of the present</summary>
          <ul>
            {unknown.value.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
