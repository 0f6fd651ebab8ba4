import { spawnSync } from 'node:child_process';
import { ROOT, SOURCE_CONDITION } from '../../scripts/files.ts';
import { browserPath, whyNoBrowser } from '../../scripts/testing/browser.ts';
import { reportServer } from './server.ts';

/** Measures the observatory's server, and its page where there is a browser; tells which is missing. */
export function reportObservatory(progress: (text: string) => void): void {
  reportServer(progress);
  const reason = whyNoBrowser();
  if (reason !== undefined) {
    process.stdout.write(`\nThe observatory's page is not measured: ${reason}\n`);
    return;
  }
  const program = [`--conditions=${SOURCE_CONDITION}`, `${ROOT}bench/observatory/page/run.ts`];
  const { status } = spawnSync(process.execPath, [...program, browserPath() ?? ''], { stdio: 'inherit' });
  if (status !== 0) throw new Error('expected a measurement of the page, got none');
}
