/** Something that happened to one podder; every change of its condition comes with one of these. */
export type EpidemicEvent =
  | Readonly<{ event: 'created'; pod: string }>
  /** It runs again and is not Ready yet, or its container is gone and nobody has said how it ended. */
  | Readonly<{ event: 'starting'; pod: string }>
  | Readonly<{ event: 'susceptible'; pod: string }>
  | Readonly<{
      event: 'infected';
      pod: string;
      /** Null where the sneeze did not say. */
      from: string | null;
      generation: number | null;
      strain: string | null;
    }>
  | Readonly<{ event: 'symptomatic'; pod: string }>
  | Readonly<{ event: 'killed'; pod: string; exitCode: number; reason: string }>
  | Readonly<{ event: 'back-off'; pod: string; seconds: number | null }>
  | Readonly<{ event: 'restarted'; pod: string; podRestarts: number }>
  | Readonly<{ event: 'ended'; pod: string }>
  | Readonly<{ event: 'deleted'; pod: string }>;
