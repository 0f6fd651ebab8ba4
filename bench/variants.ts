import { IMAGE_CONFIG } from '../scripts/build/image-root.ts';
import { ROOT, SOURCE_CONDITION } from '../scripts/files.ts';

/** Something that is measured: how it is started on two ports, and whether it serves on them. */
export type Variant = Readonly<{
  label: string;
  serves: boolean;
  env?: Readonly<Record<string, string>>;
  command: (facePort: number, healthPort: number) => readonly string[];
}>;

const NODE = `${ROOT}dist/images/generic/node`;
const flags = (face: number, health: number): readonly string[] => [
  `-http=127.0.0.1:${face}`,
  `-health=127.0.0.1:${health}`,
  '-symptomDelay=2000000000',
];

/** Everything that is measured, by name. */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  nothing: {
    label: 'Node.js doing nothing',
    serves: false,
    command: () => [NODE, `${ROOT}bench/floors/nothing.cjs`],
  },
  http: {
    label: 'node:http',
    serves: true,
    command: (face, health) => [NODE, `${ROOT}bench/floors/http.cjs`, String(face), String(health)],
  },
  image: {
    label: 'podder, as in the image',
    serves: true,
    env: Object.fromEntries(IMAGE_CONFIG.Env.map((entry) => entry.split('='))),
    command: (face, health) => [
      ...IMAGE_CONFIG.Entrypoint.map((part) =>
        part.startsWith('/') ? `${ROOT}dist/images/generic${part}` : part,
      ),
      ...flags(face, health),
    ],
  },
  bundle: {
    label: 'podder, dist/generic.js',
    serves: true,
    command: (face, health) => [NODE, `${ROOT}dist/generic.js`, ...flags(face, health)],
  },
  source: {
    label: 'podder, from source',
    serves: true,
    command: (face, health) => [
      NODE,
      `--conditions=${SOURCE_CONDITION}`,
      `${ROOT}apps/generic/src/main.ts`,
      ...flags(face, health),
    ],
  },
};
