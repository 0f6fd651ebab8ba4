import type { FieldError } from '../machinery/field-error.ts';
import type { KubeObject, ResourceName } from '../machinery/objects.ts';
import type { Registry } from './registry.ts';

/** One column of a Table. Source: staging/.../meta/v1/types.go (TableColumnDefinition). */
export type Column<T> = Readonly<{
  /** Heading, as in `kubectl get` but in title case: `Name`, `Ready`. */
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  format?: 'name' | undefined;
  description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  priority: 0 | 1;
  /** What stands in the cell for an object; `nowMs` is for ages. */
  cell: (object: T, nowMs: number) => string | number | boolean;
}>;

/** What a kind may look at and do while one of its objects is admitted. */
export type Admission = Readonly<{
  registry: Registry;
  nowMs: number;
  /** For dry runs nothing may be allocated. */
  dryRun: boolean;
}>;

/** What DeleteOptions ask for, of what concerns a kind. */
export type DeletionRequest = Readonly<{ gracePeriodSeconds: number | undefined }>;

/**
 * Everything that is particular to one kind; a kind is one file that exports one of these, and a line in the table
 * of kinds. Functions named `prepare...` and `default...` change the object they are given, which is a fresh copy.
 */
export type Kind<T extends KubeObject = KubeObject> = Readonly<{
  group: string;
  version: string;
  kind: string;
  resource: ResourceName;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  /** Name of its definition in the schema: `V1Pod`. */
  definition: string;
  /** Whether `metadata.generation` counts changes of spec. */
  hasGeneration: boolean;
  /** Whether `status` is written by its own subresource only. */
  hasStatus: boolean;
  /** Path of the replica counts, where there is a `scale` subresource. */
  scale?: {
    specReplicas: (object: T) => number;
    statusReplicas: (object: T) => number;
    selector: (object: T) => string;
    setReplicas: (object: T, replicas: number) => void;
  };
  /** The verbs it lacks of create, update, patch, delete, deletecollection, get, list, watch. */
  missingVerbs?: readonly string[];
  /** How names are checked. */
  nameRule: 'dns-subdomain' | 'dns-label' | 'dns-1035-label';
  /** Sets fields that a client may not: on creation status is emptied, addresses are allocated ... */
  prepareForCreate?: (object: T, admission: Admission) => void;
  /** The same on update of the object itself (status is restored from `old` by the registry). */
  prepareForUpdate?: (object: T, old: T, admission: Admission) => void;
  /** The same on update of status; the registry restores everything but status and metadata. */
  prepareForStatusUpdate?: (object: T, old: T, admission: Admission) => void;
  /** Fills in what was left out. Runs on every create and update, before validation; must be idempotent. */
  applyDefaults: (object: T) => void;
  validate: (object: T, admission: Admission) => FieldError[];
  /** What is wrong with a new object that is not wrong with a changed one. Runs after validate. */
  validateCreate?: (object: T) => FieldError[];
  /** What may not change. Runs after validate. */
  validateUpdate?: (object: T, old: T) => FieldError[];
  /** In the place of validateUpdate for updates by a subresource other than status, by its name. */
  validateSubresourceUpdate?: Readonly<Record<string, (object: T, old: T) => FieldError[]>>;
  /** Takes place after an object was stored or removed for good: release of what was allocated. */
  afterDelete?: (object: T, admission: Admission) => void;
  /** Seconds of grace a deletion gets; undefined deletes at once. */
  deletionGraceSeconds?: (object: T, request: DeletionRequest) => number | undefined;
  /** What an object becomes when its deletion begins; must not change the one given. */
  asDeleted?: (object: T) => T;
  /** Names of fields given that are stored but not honoured here; becomes one warning. Asked before defaults are filled in. */
  notHonoured?: (object: T) => string[];
  /** Said of every request for the kind: that it is deprecated, and what takes its place. */
  deprecation?: string;
  /** What who writes an object should be told; `old` is what it was. Asked after defaults and validation, and read only as far as it is told. */
  warnings?: (object: T, old: T | undefined) => Iterable<string>;
  /** The same for who writes its status. */
  statusWarnings?: (object: T) => Iterable<string>;
  columns: readonly Column<T>[];
  /** What field selectors can ask for besides metadata.name and metadata.namespace. */
  selectableFields: (object: T) => Readonly<Record<string, string>>;
}>;

/** Gives a kind its type back where all kinds are held together. */
export function defineKind<T extends KubeObject>(kind: Kind<T>): Kind {
  return kind as unknown as Kind;
}
