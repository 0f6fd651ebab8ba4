/** Every bound of the command line in one place. */

/** Longest delay a podder takes, in milliseconds: the longest a timer can hold, about 24.8 days. */
export const MAX_DELAY_MS: number = 2_147_483_647;

/** Most replicas `--replicas` takes; each is a process. */
export const MAX_REPLICAS: number = 5_000;

/** Most sneezes `--count` takes. */
export const MAX_SNEEZES: number = 10_000;

/** How long podders may take to become Ready, in milliseconds. */
export const READY_LIMIT_MS: number = 180_000;

/** Most events the terminal remembers. */
export const MAX_EVENTS: number = 200;

/** Most points of the curve that are remembered; beyond, each second one is dropped. */
export const MAX_POINTS: number = 1_024;

/** Shortest time between two frames, in milliseconds. */
export const FRAME_INTERVAL_MS: number = 150;

/** How long the end may take before the process leaves what remains to the next start, in milliseconds. */
export const CLOSE_LIMIT_MS: number = 20_000;

/** Most podders that `infect` asks who of them it was, and how many at once. */
export const MAX_ASKED: number = 1_000;
export const MAX_ASKED_AT_ONCE: number = 16;

/** Most nodes that `preflight` looks at. */
export const MAX_PREFLIGHT_NODES: number = 5_000;

/** How long the Service may take to have an address, in milliseconds. */
export const ADDRESS_LIMIT_MS: number = 5_000;

/** How long a local cluster may take to say that one is reached elsewhere than at its own address, in milliseconds. */
export const OTHER_ADDRESS_LIMIT_MS: number = 300;

/** How long a Service may take to choose podders that have just become Ready, in milliseconds. */
export const INFECT_LIMIT_MS: number = 5_000;

/** How often memory is given back, in milliseconds. */
export const TRIM_INTERVAL_MS: number = 60_000;

/** Most podders, longest delay and longest time of a simulation, in milliseconds: packages/simulator; a test compares them. */
export const MAX_SIMULATED_PODS: number = 10_000_000;
export const MAX_SIMULATED_DELAY_MS: number = 2 ** 28;
export const MAX_SIMULATED_MS: number = 2 ** 30;

/** Most nodes of a simulation, least and most processors that starts share there, and the longest that one takes them, in milliseconds: likewise. */
export const MAX_SIMULATED_NODES: number = 1_000_000;
export const MIN_SIMULATED_CORES: number = 0.001;
export const MAX_SIMULATED_CORES: number = 1_024;
export const MAX_START_WORK_MS: number = 2 ** 20;

/** Most strains of a simulation: likewise. */
export const MAX_STRAINS: number = 100;

/** Most runs of `simulate`, and the greatest seed: one of 32 bits, as runs of several have them. */
export const MAX_RUNS: number = 1_000_000;
export const MAX_SEED: number = 2 ** 32 - 1;

/** Bounds of `--speed`: seconds of virtual time in one of real time. */
export const MIN_SPEED: number = 0.1;
export const MAX_SPEED: number = 1_000_000;

/** Most podders of a run that is watched: ten thousand take up to 120 MiB, and a virtual second of theirs some 30 ms of a processor. */
export const MAX_WATCHED_PODS: number = 10_000;

/** Time between two looks at a run that is watched, and most of it that is taken up by what happens, in milliseconds. */
export const LOOK_INTERVAL_MS: number = 50;
export const LOOK_LIMIT_MS: number = 40;

/** Narrowest and widest half of an interval that `--precision` takes: as many runs as there may be, and as there are at first. */
export const LEAST_PRECISION: number = 0.001;
export const MOST_PRECISION: number = 0.25;

/** How many runs `--precision` makes at most unless it is said: enough for 2 % wherever the share is. */
export const PRECISION_RUNS: number = 2_500;

/** Most runs of each setting of `sweep`, and most threads: packages/simulator; a test compares the latter. */
export const MAX_SWEEP_RUNS: number = 100_000;
export const MAX_THREADS: number = 64;

/** How often the grid of a sweep is made finer at most. */
export const MAX_REFINEMENTS: number = 6;

/** From how much work on threads are worth their start, in milliseconds, and in podders whose runs take as long at least. */
export const WORTH_THREADS_MS: number = 1_000;
export const WORTH_THREADS_PODS: number = 1_000_000;

/** Memory of one podder that is simulated, in bytes, about; threads may take half of what the machine has. */
export const BYTES_OF_A_PODDER: number = 80;

/** Most times of a series, and most numbers of all series of several runs, which are four bytes each. */
export const MAX_SERIES_TIMES: number = 1_000_000;
export const MAX_SERIES_NUMBERS: number = 100_000_000;

/** Shortest time between two changes of a line of progress, in milliseconds. */
export const PROGRESS_INTERVAL_MS: number = 200;

/** How far apart looks at a recording of `observe` are, in milliseconds: as far as those of recordings by hand. */
export const LOOK_EVERY_MS: number = 3_000;

/** Most frames of a recording of `observe` that is compared, ten a second at most, and most bytes of one that is compressed, unpacked. */
export const MAX_RECORDED_FRAMES: number = 1_000_000;
export const MAX_RECORDING_BYTES: number = 2 ** 30;

/** Most looks of a recording that are compared; of longer ones, each second, third ... is taken. */
export const MAX_COMPARED_SAMPLES: number = 1_000;

/** How often what `calibrate` found is run beside the recording. */
export const COMPARED_RUNS: number = 400;

/** Most lines of what was done to a run. */
export const MAX_DONE_LINES: number = 12;

/** Most generations of a run that are printed: this many of the first, and of the last. */
export const MAX_FIRST_GENERATIONS: number = 10;
export const MAX_LAST_GENERATIONS: number = 5;

/** Most points of a curve of a picture, which is no wider in pixels. */
export const MAX_DRAWN_POINTS: number = 720;

/** How often a run is looked at for a picture, at most, and how many numbers are held for it of all runs. */
export const PICTURE_TIMES: number = 1_800;
export const PICTURE_NUMBERS: number = 30_000_000;
