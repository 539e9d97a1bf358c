/** Which crates of a repository a step publishes. */
export type CrateSelection =
  | {
      readonly kind: 'named';
      readonly names: readonly string[];
      /** One command for each name, in this order; cargo orders those of one command itself. */
      readonly isSequence?: true;
    }
  /** The crate in a folder, or the members of the workspace there; from the root of the repository, with "/". */
  | { readonly kind: 'folder'; readonly folder: string }
  /** Every crate of the workspace that may be published. */
  | { readonly kind: 'workspace'; readonly exclude: readonly string[] }
  /** It depends on what only the run knows, or on the configuration of a tool. */
  | { readonly kind: 'unknown' };

/** A step that publishes crates, as a workflow file holds it. */
export interface CrateUpload {
  /** The action or command, such as `cargo publish`. */
  readonly by: string;
  readonly selects: CrateSelection;
  /** The name of the registry; undefined for the default one. */
  readonly registry: string | undefined;
  /** Whether it signs in by OpenID Connect (`rust-lang/crates-io-auth-action`); undefined where no token was seen. */
  readonly isTrusted: boolean | undefined;
  /** Names of the secrets that its token is taken from. */
  readonly secrets: readonly string[];
}
