import t from 'tap';
import { TARGET_FLAGS, type TargetFlags } from '../../src/flags/targets.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from '../../src/flags/cluster.ts';
import { switchCases, tryMatrix, type Matrix } from './matrix.ts';

const PERCENT = 'a percentage above 0, up to 100, got';

const MATRIX: Matrix<TargetFlags & ClusterFlags> = {
  namespace: {
    right: [
      [['-n', 'shop'], ['shop']],
      [
        ['--namespace=a', '-n', 'b-1'],
        ['a', 'b-1'],
      ],
      [[], []],
    ],
    wrong: [
      [['-n', 'Shop'], 'the name of a namespace, got "Shop"'],
      [['-n'], 'the name of a namespace, got nothing'],
      [['-n', 'a'.repeat(64)], `the name of a namespace, got "${'a'.repeat(64)}"`],
    ],
  },
  pod: {
    right: [
      [['-p', 'web-0'], ['web-0']],
      [
        ['-p', 'a.b', '--pod=c'],
        ['a.b', 'c'],
      ],
    ],
    wrong: [
      [['-p', 'a b'], 'the name of a pod, got "a b"'],
      [['-p', 'pod/web-0'], 'the name of a pod, got "pod/web-0"'],
    ],
  },
  selector: {
    right: [[['-l', 'app=web,tier in (a,b)'], 'app=web,tier in (a,b)']],
    wrong: [
      [['-l', ''], 'a label selector, got ""'],
      [['-l', ' '], 'a label selector, got " "'],
      [['-l', 'a', '-l', 'b'], 'to be given once, got it 2 times'],
    ],
  },
  'field-selector': {
    right: [[['--field-selector', 'spec.nodeName=n1'], 'spec.nodeName=n1']],
    wrong: [
      [['--field-selector='], 'a field selector, got ""'],
      [['--field-selector', '  '], 'a field selector, got "  "'],
    ],
  },
  annotation: {
    right: [[['--annotation', 'chaos=yes'], 'chaos=yes']],
    wrong: [[['--annotation='], 'a selector over annotations, got ""']],
  },
  owner: {
    right: [
      [['--owner', 'Deployment/podder'], 'Deployment/podder'],
      [['--owner', 'StatefulSet'], 'StatefulSet'],
    ],
    wrong: [
      [['--owner', 'podder/'], 'a kind, or a kind and a name, such as Deployment/podder, got "podder/"'],
      [['--owner', 'a/b/c'], 'a kind, or a kind and a name, such as Deployment/podder, got "a/b/c"'],
    ],
  },
  'name-pattern': {
    right: [[['--name-pattern', 'web-[0-9]+'], 'web-[0-9]+']],
    wrong: [[['--name-pattern', 'web-['], 'a regular expression, got "web-["']],
  },
  node: {
    right: [
      [
        ['--node', 'n1', '--node', 'n2.lan'],
        ['n1', 'n2.lan'],
      ],
    ],
    wrong: [[['--node', 'N 1'], 'the name of a node, got "N 1"']],
  },
  phase: {
    right: [
      [
        ['--phase', 'Pending', '--phase=Running'],
        ['Pending', 'Running'],
      ],
    ],
    wrong: [[['--phase', 'running'], 'Pending or Running or Succeeded or Failed or Unknown, got "running"']],
  },
  'min-age': {
    right: [
      [['--min-age', '1h'], 3_600_000],
      [['--min-age=0'], 0],
    ],
    wrong: [[['--min-age', 'old'], 'a duration from 0, such as 500 (milliseconds), 10s or 2m, got "old"']],
  },
  exclude: {
    right: [[['--exclude', 'role=primary'], 'role=primary']],
    wrong: [
      [['--exclude='], 'a label selector, got ""'],
      [['--exclude', '\t'], 'a label selector, got "\\t"'],
    ],
  },
  'exclude-name': {
    right: [[['--exclude-name', 'db-.*'], 'db-.*']],
    wrong: [[['--exclude-name', '('], 'a regular expression, got "("']],
  },
  count: {
    right: [[['--count', '3'], 3]],
    wrong: [
      [['--count', '0'], 'a whole number from 1 to 100000, got "0"'],
      [['--count', '50%'], 'a whole number from 1 to 100000, got "50%"'],
    ],
  },
  percent: {
    right: [
      [['--percent', '50'], 50],
      [['--percent=12.5%'], 12.5],
      [['--percent', '100'], 100],
    ],
    wrong: [
      [['--percent', '0'], `${PERCENT} "0"`],
      [['--percent', '101'], `${PERCENT} "101"`],
      [['--percent', 'half'], `${PERCENT} "half"`],
    ],
  },
  'up-to-percent': {
    right: [[['--up-to-percent', '30%'], 30]],
    wrong: [[['--up-to-percent=-1'], `${PERCENT} "-1"`]],
  },
  all: switchCases('all'),
  seed: { right: [[['--seed', 'x y'], 'x y']], wrong: [[['--seed='], 'any text, got ""']] },
  'max-percent': {
    right: [[['--max-percent', '100'], 100]],
    wrong: [[['--max-percent', '1000'], `${PERCENT} "1000"`]],
  },
  'allow-last-ready': switchCases('allow-last-ready'),
  'dry-run': switchCases('dry-run'),
  kubeconfig: {
    right: [[['--kubeconfig', 'k'], 'k']],
    wrong: [[['--kubeconfig='], 'the path of a file, got ""']],
  },
  context: {
    right: [[['--context', 'lab'], 'lab']],
    wrong: [[['--context='], 'the name of a context, got ""']],
  },
  json: switchCases('json'),
};

tryMatrix(t, { ...TARGET_FLAGS, ...CLUSTER_FLAGS }, MATRIX);
