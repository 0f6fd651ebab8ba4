/** What became of one of the strains that a contagion began with. Times are milliseconds of virtual time. */
export type StrainStory = Readonly<{
  cases: number;
  /** How many were infected with it when the run ended. */
  infected: number;
  /** When nobody was infected with it any more; undefined where somebody still was, or nobody ever. */
  extinctAtMs: number | undefined;
}>;

/** Counts cases by strain as they happen. Podders are the same for all strains: the one that comes first has it. */
export class StrainLog {
  /** The strain of each podder's present infection; -1 for none. */
  readonly #ofPods: Int8Array;
  #strains: { cases: number; infected: number; extinctAtMs: number | undefined }[] = [];

  constructor(pods: number) {
    this.#ofPods = new Int8Array(pods);
  }

  /** Begins anew, with so many strains, at most 100. */
  reset(strains: number): void {
    this.#ofPods.fill(-1);
    this.#strains = Array.from({ length: strains }, () => ({
      cases: 0,
      infected: 0,
      extinctAtMs: undefined,
    }));
  }

  /** A podder was infected, by another one, or from outside: -1 less the number of the strain. */
  note(pod: number, infector: number): void {
    const strain = infector < 0 ? -1 - infector : this.#ofPods[infector]!;
    this.#ofPods[pod] = strain;
    const known = this.#strains[strain]!;
    known.cases++;
    known.infected++;
    known.extinctAtMs = undefined;
  }

  /** A podder has ended, infected or not. */
  end(atMs: number, pod: number): void {
    const strain = this.#ofPods[pod]!;
    if (strain < 0) return;
    this.#ofPods[pod] = -1;
    const known = this.#strains[strain]!;
    if (--known.infected === 0) known.extinctAtMs = atMs;
  }

  /** All of them. */
  get strains(): readonly StrainStory[] {
    return this.#strains.map((strain) => ({ ...strain }));
  }
}
