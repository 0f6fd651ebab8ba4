import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { PodCgroup } from './pod-cgroup.ts';

/** How much a program takes, in which steps, and how long after each other. */
export type Appetite = Readonly<{ mib: number; stepMib: number; everyMs: number }>;

/** When it is told to, takes memory step by step, keeps it, and says when it is full. */
const PROGRAM = `const [mib, stepMib, everyMs] = process.argv.slice(1).map(Number);
const held = [];
const take = () => {
  if (held.length * stepMib >= mib) return console.log('full');
  held.push(Buffer.alloc(stepMib << 20, 1));
  setTimeout(take, everyMs);
};
process.stdin.once('data', take);
console.log('up');`;

/** The program of a pod: the first process of a process namespace, as that of a container, in the pod's cgroup. */
export class Hog {
  readonly #child: ChildProcess;
  readonly #said: string[] = [];

  private constructor(pod: PodCgroup, { mib, stepMib, everyMs }: Appetite) {
    const alone = ['/usr/bin/unshare', '--pid', '--mount-proc', '--fork', '--kill-child'];
    const [program = '', ...entering] = pod.enter('main');
    const numbers = [mib, stepMib, everyMs].map(String);
    this.#child = spawn(program, [...entering, ...alone, 'node', '-e', PROGRAM, ...numbers], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface(this.#child.stdout!).on('line', (line) => this.#said.push(line));
  }

  /** Starts one that has taken nothing yet. */
  static async start(pod: PodCgroup, appetite: Appetite): Promise<Hog> {
    const hog = new Hog(pod, appetite);
    await hog.#waitFor('up');
    return hog;
  }

  /** Has it take its memory; says whether it got all or was killed. */
  async eat(): Promise<'full' | 'killed'> {
    this.#child.stdin?.write('\n');
    return (await this.#waitFor('full')) ? 'full' : 'killed';
  }

  /** The process whose children are in its process namespace. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async #waitFor(word: string): Promise<boolean> {
    const ended = once(this.#child, 'close');
    while (!this.#said.includes(word) && this.isAlive()) {
      await Promise.race([once(this.#child.stdout!, 'data'), ended]);
    }
    return this.#said.includes(word);
  }
}
