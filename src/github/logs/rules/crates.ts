import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const PUBLISHING = 'https://doc.rust-lang.org/cargo/reference/publishing.html';

/** What crates.io answers to `cargo publish`, and what cargo checks before. */
export const CRATES_RULES: readonly Rule[] = [
  {
    id: 'crates.exists',
    pattern:
      /crate version `([^`\n]{1,80})` is already uploaded|crate ([\w-]{1,64}@\S{1,80}) already exists on/,
    cause: ([, version = '', crate = '']) =>
      l10n.t('crates.io already has {0}. A version can be uploaded only once.', version || crate),
    advice: () => l10n.t('Release the next version, or skip the crate in the workflow.'),
    isAboutFiles: true,
    action: 'bumpVersion',
    source: PUBLISHING,
  },
  {
    id: 'crates.noPublisher',
    pattern: /No Trusted Publishing config found for repository [`'"]?([^`'"\s]{1,200})/i,
    cause: ([, repository = '']) =>
      l10n.t('crates.io has no trusted publisher for the repository {0}.', repository),
    advice: () =>
      l10n.t(
        'Add the repository, the file name of the workflow and the environment in the settings of the crate on crates.io.',
      ),
    action: 'setUpRelease',
    source: 'https://crates.io/docs/trusted-publishing',
  },
  {
    id: 'crates.publisherDiffers',
    pattern:
      /The Trusted Publishing config for repository `([^`\n]{1,200})` does not match the ([\w ]{1,40}?) `([^`\n]{1,120})` in the JWT(?:\. Expected [\w ]{1,40}: ([^\n"]{1,160}))?/,
    cause: ([, repository = '', claim = '', has = '', expected = '']) =>
      expected === ''
        ? l10n.t(
            'The publisher of {0} on crates.io has another {1} than {2}.',
            repository,
            claim,
            has,
          )
        : l10n.t(
            'The publisher of {0} on crates.io has the {1} {3}, and the job has {2}.',
            repository,
            claim,
            has,
            expected.replaceAll('`', ''),
          ),
    advice: () =>
      l10n.t('Correct the publisher in the settings of the crate on crates.io, or the workflow.'),
    action: 'setUpRelease',
    source: 'https://crates.io/docs/trusted-publishing',
  },
  {
    id: 'crates.event',
    pattern: /Trusted Publishing does not support the `([^`\n]{1,60})` event trigger/,
    cause: ([, event = '']) =>
      l10n.t('crates.io does not accept trusted publishing for the event {0}.', event),
    advice: () =>
      l10n.t('Start the publishing job by a tag (push), a release or workflow_dispatch.'),
    action: 'openWorkflow',
    source: 'https://crates.io/docs/trusted-publishing',
  },
  {
    id: 'crates.tokenRefused',
    pattern:
      /Failed to retrieve token from Cargo registry\. Status: \d{3}\. Error: (?!The Trusted Publishing config|No Trusted Publishing config)([^\n]{3,200})/,
    cause: ([, reason = '']) => l10n.t('crates.io gave the job no token: {0}', reason),
    advice: () =>
      l10n.t('Compare the publisher in the settings of the crate on crates.io with the job.'),
    action: 'setUpRelease',
    source: 'https://crates.io/docs/trusted-publishing',
  },
  {
    id: 'crates.noToken',
    pattern:
      /no (?:upload )?token found(?: for `[^`\n]{1,60}`)?, please run `cargo login|please provide a non-empty token|error: a token must be provided|this token does not have the required permissions|status 40[13] (?:Forbidden|Unauthorized)\): (?:authentication failed|this action requires authentication|The given API token does not match)/,
    cause: () => l10n.t('crates.io received no valid token for this crate.'),
    advice: () =>
      l10n.t(
        'Set CARGO_REGISTRY_TOKEN to a token with the scopes publish-new and publish-update, or use trusted publishing.',
      ),
    here: () => l10n.t('Run "cargo login" with a token that may publish this crate.'),
    action: 'setSecret',
    source: PUBLISHING,
  },
  {
    id: 'crates.newByToken',
    pattern: /Trusted Publishing tokens do not support creating new crates/,
    cause: () =>
      l10n.t('Trusted publishing cannot create a crate: its first version needs an API token.'),
    advice: () =>
      l10n.t('Publish the first version with "cargo publish" and a token, then add the publisher.'),
    isAboutFiles: true,
    source: 'https://crates.io/docs/trusted-publishing',
  },
  {
    id: 'crates.onlyTrusted',
    pattern: /can only be published using Trusted Publishing/,
    cause: () =>
      l10n.t('The settings of the crate allow trusted publishing only, and the job sent a token.'),
    advice: () =>
      l10n.t(
        'Use rust-lang/crates-io-auth-action with "permissions: id-token: write", or change the setting.',
      ),
    here: () =>
      l10n.t('Publish with the workflow, or change the setting of the crate on crates.io.'),
    action: 'openWorkflow',
    source: 'https://crates.io/docs/trusted-publishing',
  },
  {
    id: 'crates.nameNotAllowed',
    pattern:
      /cannot upload a crate with a reserved name|A crate with the name `([^`\n]{1,64})` was recently deleted/,
    cause: ([, name = '']) =>
      name === ''
        ? l10n.t('crates.io reserves the name of this crate.')
        : l10n.t('The crate {0} was deleted recently, and its name is blocked for a while.', name),
    advice: () => l10n.t('Choose another name in Cargo.toml.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: PUBLISHING,
  },
  {
    id: 'crates.notOwner',
    pattern: /this crate exists but you don't seem to be an owner/,
    cause: () => l10n.t('The crate belongs to another account on crates.io.'),
    advice: () =>
      l10n.t('Ask an owner to add you ("cargo owner --add"), or choose another crate name.'),
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-owner.html',
  },
  {
    id: 'crates.email',
    pattern: /A verified email address is required to publish crates/,
    cause: () => l10n.t('The account on crates.io has no verified e-mail address.'),
    advice: () => l10n.t('Verify it in the profile settings of crates.io, then publish again.'),
    isAboutFiles: true,
    source: PUBLISHING,
  },
  {
    id: 'crates.metadata',
    pattern:
      /missing or empty metadata fields: ([^\n.]{1,120})|The following category slugs are not currently supported on crates\.io: ([^\n]{1,120})|expected at most 5 keywords per crate|(expected at most 5 categories per crate)|("[^"\n]{1,80}" is an invalid keyword[^\n]{0,60}|The `description` is too long\.[^\n]{0,80}|crates\.io only allows a maximum number of \d{1,6} (?:features|dependencies))/,
    cause: ([, fields = '', categories = '', many = '', other = '']) =>
      many !== '' || other !== ''
        ? l10n.t('crates.io does not accept Cargo.toml: {0}', many || other)
        : fields !== ''
          ? l10n.t('Cargo.toml lacks fields that crates.io needs: {0}.', fields)
          : categories !== ''
            ? l10n.t('crates.io does not know these categories: {0}', categories)
            : l10n.t('The crate has more than the five keywords that crates.io allows.'),
    advice: () => l10n.t('Correct [package] in Cargo.toml.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/manifest.html',
  },
  {
    id: 'crates.uncommitted',
    pattern:
      /(\d{1,6}) files in the working directory contain changes that were not yet committed into git/,
    cause: ([, count = '']) =>
      l10n.t('cargo does not package a working tree with uncommitted changes ({0}).', count),
    advice: () =>
      l10n.t(
        'Commit what an earlier step changed, add it to .gitignore, or pass --allow-dirty on purpose.',
      ),
    here: () => l10n.t('Commit or stash the changes, then publish again.'),
    action: 'openWorkflow',
    source: PUBLISHING,
  },
  {
    id: 'crates.dependencyVersion',
    pattern:
      /all (?:path |git )?dependencies must have a version (?:requirement )?specified when (?:publishing|packaging)|dependency `([\w-]{1,64})` does not specify a version/,
    cause: ([, name = '']) =>
      name === ''
        ? l10n.t('A path dependency has no version, which crates.io needs.')
        : l10n.t('The dependency {0} has no version, which crates.io needs.', name),
    advice: () => l10n.t('Add "version" beside "path" or "git" of the dependency in Cargo.toml.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html',
  },
  {
    id: 'crates.publishFalse',
    pattern:
      /cannot be published\.\n\s{0,8}(?:`package\.publish` must be set to `true`|The registry `[^`\n]{1,80}` is not listed)/,
    cause: () => l10n.t('"publish" in Cargo.toml forbids to publish the crate there.'),
    advice: () => l10n.t('Leave the crate out with --exclude, or correct "publish" in [package].'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/manifest.html#the-publish-field',
  },
  {
    id: 'crates.waitTimeout',
    pattern: /due to a timeout while waiting for published dependencies to be available/,
    cause: () => l10n.t('crates.io did not offer a crate in time after it was published.'),
    advice: () => l10n.t('Run the failed jobs again: what is published is published.'),
    here: () => l10n.t('Publish again the crates that are missing.'),
    action: 'rerunFailedJobs',
    source: PUBLISHING,
  },
  {
    id: 'crates.otherRegistry',
    pattern:
      /dependencies sourced from other\s{1,4}registries\. `([^`\n]{1,64})` needs to be published to crates\.io/,
    cause: ([, name = '']) =>
      l10n.t(
        'The dependency {0} comes from another registry, which crates.io does not accept.',
        name,
      ),
    advice: () => l10n.t('Publish it on crates.io first, or make it a development dependency.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: PUBLISHING,
  },
  {
    id: 'crates.packageFile',
    pattern:
      /failed to read `readme` file for package `([^`\n]{1,64})|failed to open for archiving: `([^`\n]{1,300})`|the license file `([^`\n]{1,200})` does not exist|cannot package a filename with a special character `[^`\n]{1,4}`: ([^\n]{1,200})/,
    cause: ([, readme = '', unread = '', license = '', special = '']) =>
      readme !== ''
        ? l10n.t('The readme of {0} cannot be read.', readme)
        : unread !== ''
          ? l10n.t('cargo cannot package {0}: it is a broken link, or does not exist.', unread)
          : license !== ''
            ? l10n.t('The license file {0} does not exist.', license)
            : l10n.t('cargo cannot package the name of the file {0}.', special),
    advice: () => l10n.t('Correct the path in Cargo.toml, or leave the file out with "exclude".'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/manifest.html',
  },
  {
    id: 'crates.sourceChanged',
    pattern: /Source directory was modified by build\.rs during cargo publish/,
    cause: () => l10n.t('The build script writes into the source folder, which cargo refuses.'),
    advice: () => l10n.t('Write into OUT_DIR in build.rs, or publish with --no-verify.'),
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/reference/build-scripts.html',
  },
  {
    id: 'crates.tooMany',
    pattern:
      /You have published too many (?:new crates|versions of this crate|crates|updates)[^\n]{0,60}/,
    cause: () => l10n.t('crates.io limits how often crates are published.'),
    advice: () => l10n.t('Wait until the time in the message, then run the failed jobs again.'),
    here: () => l10n.t('Wait until the time in the message, then publish again.'),
    action: 'rerunFailedJobs',
    source: 'https://crates.io/docs/rate-limits',
  },
  {
    id: 'crates.tooLarge',
    pattern:
      /status 413 Payload Too Large|max upload size is: \d{1,12}|uploaded tarball is malformed or too large|If the crate is under 10MB in size/,
    cause: () => l10n.t('The crate is larger than crates.io allows (10 MB).'),
    advice: () => l10n.t('Leave files out with "exclude" or "include" of [package].'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: PUBLISHING,
  },
  {
    id: 'crates.server',
    atEnd: 30,
    pattern:
      /failed to publish (?:[^\n]{1,120} )?to registry[^\n]{0,200}\n+Caused by:\n\s{1,4}(?:failed to get a 200 OK response, got (5\d\d|408)|the remote server responded with an error \(status (5\d\d)|\[\d{1,3}\])/,
    cause: ([, status = '', other = '']) =>
      status === '408'
        ? l10n.t('The upload to crates.io took too long (408).')
        : status || other
          ? l10n.t('crates.io had a server error ({0}).', status || other)
          : l10n.t('The connection to crates.io broke off.'),
    advice: () => l10n.t('Check whether the version is on crates.io, then run the job again.'),
    here: () => l10n.t('Check whether the version is on crates.io, then publish again.'),
    action: 'rerunFailedJobs',
    source: 'https://status.crates.io/',
  },
];
