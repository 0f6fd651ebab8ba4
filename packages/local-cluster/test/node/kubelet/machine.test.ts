import { version } from 'node:os';
import t from 'tap';
import { thisMachine, type MachineSources } from '../../../src/node/kubelet/machine.ts';

/** A system that has these files, and programs that print this. */
function system(platform: string, told: Readonly<Record<string, string>>): MachineSources {
  return {
    platform,
    read: (file) => told[file] ?? '',
    print: (...words) => told[words.join(' ')] ?? '',
  };
}

t.test('a Mac', async (t) => {
  const plist = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<plist version="1.0">',
    '<dict>',
    '\t<key>ProductBuildVersion</key>',
    '\t<string>24B83</string>',
    '\t<key>ProductName</key>',
    '\t<string>macOS</string>',
    '\t<key>ProductVersion</key>',
    '\t<string>15.1</string>',
    '</dict>',
    '</plist>',
  ].join('\n');
  const told = {
    '/System/Library/CoreServices/SystemVersion.plist': plist,
    'sysctl -n kern.bootsessionuuid': '0F0C0A9E-1E1B-4D8C-8D5B-0123456789AB\n',
  };
  t.match(thisMachine(system('darwin', told)), {
    platform: 'darwin',
    osImage: 'macOS 15.1',
    machineId: '',
    bootId: '0F0C0A9E-1E1B-4D8C-8D5B-0123456789AB',
  });
  t.match(thisMachine(system('darwin', {})), { osImage: version(), machineId: '', bootId: '' });
});

t.test('a Linux', async (t) => {
  const told = {
    '/etc/os-release': 'NAME="Debian GNU/Linux"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\n',
    '/etc/machine-id': '00112233445566778899aabbccddeeff\n',
    '/proc/sys/kernel/random/boot_id': 'f0e1d2c3-0000-4000-8000-000000000001\n',
  };
  t.match(thisMachine(system('linux', told)), {
    platform: 'linux',
    osImage: 'Debian GNU/Linux 13 (trixie)',
    machineId: '00112233445566778899aabbccddeeff',
    bootId: 'f0e1d2c3-0000-4000-8000-000000000001',
  });
  t.match(thisMachine(system('linux', { '/etc/os-release': 'PRETTY_NAME=Alpine\n' })), {
    osImage: 'Alpine',
    bootId: '',
  });
  t.equal(thisMachine(system('linux', {})).osImage, version(), 'without the file');
});

t.test('this machine', async (t) => {
  const { cpus, memoryBytes, platform } = thisMachine();
  t.ok(cpus >= 1);
  t.ok(memoryBytes > 0);
  t.equal(platform, process.platform);
});
