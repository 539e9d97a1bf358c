import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Connections. They come last: a tool that retried and succeeded printed the same words. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    id: 'runner.network',
    atEnd: 25,
    pattern:
      /Could not resolve host(?!: (?:null|undefined|None)\b)|Temporary failure in name resolution|failed to lookup address information|NameResolutionError|Connection timed out|Connection reset by peer|Empty reply from server|curl: \((?:5|6|7|16|18|28|35|52|55|56|92)\)(?! Could not resolve host: (?:null|undefined|None)\b)|(?:https?:\/\/|docker|layer|pull|download|SSL|TLS|read)[^\n]{0,200}unexpected EOF|UNEXPECTED_EOF_WHILE_READING|error: spurious network error|failed to download (?:from|file from|any source)|Error response from daemon: [^\n]{0,300}(?:EOF|[Cc]lient\.?Timeout|connection refused|no such host|i\/o timeout|TLS handshake|unexpected HTTP status: 5\d\d|request canceled)|(?:Get|Head|Post) "?https?:\/\/[^\s"]{1,300}"?: (?:EOF|context deadline exceeded|dial tcp)|Transferred a partial file|https?:\/\/[^\s]{1,200}:? timed out|[Oo]peration timed out|[Rr]ead timed out|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|(?:connect|read) (?:ETIMEDOUT|ECONNRESET|ECONNREFUSED)|socket hang up|ReadTimeoutError|IncompleteRead|error: RPC failed|TLS handshake timeout|(?:received|status|code:?|with|failed:|response:) (?:code )?50[0234]\b|\(HTTP 50[0234]\)|HTTP(?:\/[\d.]{1,3})? 50[0234]\b|\(code=50[234]\b|50[234] (?:Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)/,
    cause: () => l10n.t('A server could not be reached, or its answer broke off.'),
    advice: () =>
      l10n.t(
        'Run the failed jobs again; if it fails again, look at the status page of that server.',
      ),
    here: () => l10n.t('Check the network connection and the proxy, then run the command again.'),
    action: 'rerunFailedJobs',
    source: 'https://www.githubstatus.com/',
  },
];
