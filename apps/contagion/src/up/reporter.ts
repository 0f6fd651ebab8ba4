import type { Epidemic, EpidemicEvent } from '@pod-contagion/epidemic';
import type { EndReason } from './ending.ts';

/** How far the podders are from being Ready. */
export type Progress = Readonly<{
  ready: number;
  wanted: number;
  /** How many can't start, by reason: ErrImagePull, say. */
  reasons: Readonly<Record<string, number>>;
}>;

/** One sneeze that was answered. */
export type SneezeReport = Readonly<{ strain: string; from: string; answer: string }>;

/** Tells a user, or a program, what goes on; there is one for terminals and one that writes JSON. */
export type Reporter = Readonly<{
  cluster: (told: Readonly<{ kubeconfig: string; url: string }>) => void;
  service: (told: Readonly<{ address: string; curl: string }>) => void;
  /** Address of the page that shows the epidemic. */
  page: (told: Readonly<{ url: string }>) => void;
  notice: (message: string) => void;
  progress: (progress: Progress) => void;
  /** All are Ready; the epidemic is shown from now on. */
  ready: (told: Readonly<{ tookMs: number }>) => void;
  sneezed: (sneeze: SneezeReport) => void;
  change: (epidemic: Epidemic, events: readonly EpidemicEvent[]) => void;
  /** Gives the terminal back and says how it went. May be called again. */
  end: (told: Readonly<{ reason: EndReason; epidemic: Epidemic; tookMs: number }>) => void;
}>;
