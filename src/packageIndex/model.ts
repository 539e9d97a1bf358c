/** One file of a project, as an index serves it. Absent is what the index does not say. */
export interface IndexFile {
  readonly fileName: string;
  readonly url?: string;
  /** Bytes. */
  readonly size?: number;
  /** In lower-case hexadecimal digits. */
  readonly sha256?: string;
  /** Milliseconds since 1970. */
  readonly uploadedAt?: number;
  /** Withdrawn: pip takes it only where exactly this version is asked for (PEP 592). */
  readonly yanked: boolean;
  readonly yankedReason?: string;
  /** The Python versions it installs on, such as `>=3.8`. */
  readonly requiresPython?: string;
}

/** What the Simple API says about a project: what pip sees. */
export interface ProjectFiles {
  readonly files: readonly IndexFile[];
  /** All versions, where the index lists them (PEP 700). */
  readonly versions?: readonly string[];
  /** `active`, `archived`, `deprecated`, `quarantined` (PEP 792), where it says so. */
  readonly status?: string;
}

/** What PyPI's JSON API says about one version: what has been uploaded. */
export interface VersionFiles {
  /** As PyPI spells it. */
  readonly version: string;
  readonly files: readonly IndexFile[];
}
