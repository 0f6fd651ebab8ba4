// What a machine has to be for any command line of the project, in words that Node.js 12 can read.

/** The oldest Node.js whose type stripping and system calls the sources can rely on. */
const NEEDED = [22, 19];

/** Whether this is a Node.js that the programs run on. */
export function isCurrent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

/** Why a program does not run on a system; undefined where it does. */
export function whyNotOn(platform) {
  if (platform !== 'win32') return undefined;
  return 'expected Linux or macOS, got Windows: type it in WSL2 (wsl --install makes one)';
}

/** Why a program does not run on a Node.js of this version, where npm install has not brought its own. */
export function whyNotWith(version) {
  if (isCurrent(version)) return undefined;
  return `expected Node.js ${NEEDED.join('.')} or newer, got ${version}; npm install brings one`;
}
