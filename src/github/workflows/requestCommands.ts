/** Long options of curl and wget with which a request only reads. */
const READING_OPTIONS =
  /^--(?:fail|fail-with-body|silent|show-error|location|output|remote-name|remote-name-all|remote-header-name|retry|retry-delay|retry-all-errors|retry-connrefused|retry-max-time|connect-timeout|max-time|proto|proto-default|proto-redir|tlsv1\.[0-3]|tls-max|ssl-reqd|compressed|create-dirs|output-dir|header|user-agent|user|oauth2-bearer|insecure|head|get|url|verbose|version|progress-bar|no-progress-meter|http1\.1|http2|ipv4|ipv6|range|write-out|parallel|cacert|netrc|continue-at|max-redirs|limit-rate|noproxy|quiet|no-verbose|show-progress|tries|timeout|waitretry|wait|retry-on-http-error|output-document|directory-prefix|no-check-certificate|content-disposition|trust-server-names|continue|no-clobber|spider|recursive|no-parent|no-directories|accept|level|mirror|https-only|secure-protocol|no-cache|cut-dirs|reject|no-host-directories|timestamping|tries|help)(?:=|$)/;

/** Short options of curl and wget with which a request only reads, in any number behind one `-`. */
const READING_LETTERS = /^-[fsSLoOJjHAukIGvV#46rwzZmNCqcPtQTnE0-9.xp]*$/;

/** Options of curl that send a body or read more options, and are letters of wget's that do neither. */
const SENDING_LETTERS = { curl: /[dFTKXQxE]/, wget: /[eBiX]/ } as const;

/** Whether a request can change something, or is written in a file that was not read. */
export function sendsRequest(tool: string, words: readonly string[]): boolean {
  switch (tool) {
    case 'curl':
    case 'wget':
      return words
        .slice(1)
        .some((word, at, all) => isSending(tool, word, all[at + 1] ?? '', all[at - 1] ?? ''));
    case 'http':
      // HTTPie sends where a method or an item says so.
      return words
        .slice(1)
        .some(word => /^(?:POST|PUT|PATCH|DELETE)$/i.test(word) || /^[^:/?]*(?::=|=|@)/.test(word));
    default:
      return words.some((word, at) =>
        /^-m(?:e|$)/i.test(word)
          ? !/^(?:get|head)$/i.test(words[at + 1] ?? '')
          : /^-(?:b|in?f|cu|f)/i.test(word),
      );
  }
}

function isSending(tool: 'curl' | 'wget', word: string, next: string, before: string): boolean {
  if (!word.startsWith('-') || word === '-' || word === '--') return false;
  // The value of an option, such as `-o -`.
  if (/^-[oO]$/.test(before)) return false;
  const method = /^(?:-X|--request=?|--method=?)(.*)$/.exec(word)?.[1];
  if (method !== undefined) return !/^(?:GET|HEAD)$/i.test(method === '' ? next : method);
  if (word.startsWith('--')) return !READING_OPTIONS.test(word);
  // The value of an option follows its letter: `-ofile`, `-HAccept:x`.
  const letters = word.slice(0, word.search(/[oHAumwrC]/) + 1 || undefined);
  return !READING_LETTERS.test(letters) || SENDING_LETTERS[tool].test(letters);
}
