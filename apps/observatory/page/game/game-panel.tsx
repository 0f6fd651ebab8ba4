import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { model, selectedPod } from '../state/store.ts';
import { endGame, hit, playLive, practise, score } from './game.ts';
import { clickHits, hasBegun, isOver, missingRole, play, rules, shots, told } from './state.ts';

/** The game: how it is begun, what it comes to, and what ends it at once. */
export function GamePanel(): VNode {
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
  const typed = useSignal('');
  const { namespace = '', shotsPerMinute = 0, maxShots = 0 } = rules.value ?? {};
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
        <button type="submit" disabled={typed.value !== namespace || namespace === ''}>
          play live
        </button>
      </form>
      <p class="quiet">
        A hit is an eviction, which a PodDisruptionBudget may refuse; {shotsPerMinute} a minute and {maxShots}{' '}
        in all at most, never the last ready pod.
      </p>
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
        {hits} hits
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
        disabled={pod === undefined || !hasBegun.value}
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
  if (now === undefined) return <p>the simulator is asked what comes without you …</p>;
  return (
    <dl class="points">
      <dt>points</dt>
      <dd class="large">{now.points}</dd>
      <dt>infections</dt>
      <dd>{now.infections}</dd>
      <dt title="Median of 100 simulations in which nobody plays">without you</dt>
      <dd>{now.expected}</dd>
      <dt>hits on the well</dt>
      <dd>{now.healthyHits}</dd>
    </dl>
  );
}
