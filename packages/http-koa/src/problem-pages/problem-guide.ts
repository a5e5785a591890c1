import type { ProblemCode } from '../problem.js';

/** The text of a page about a code, beside its title, status and example. Plain text. */
export interface Guide {
  /** Explains when the problem happens. */
  readonly when: string;
  /** Says what a client should do. */
  readonly advice: string;
}

/** The guides by code. A code without an entry does not compile. */
export const PROBLEM_GUIDE: Readonly<Record<ProblemCode, Guide>> = {
  'malformed-request': {
    when: 'The server could not read the request: the body is not JSON or not UTF-8, an object has the same member twice, a header that may be sent only once was sent twice, or a cursor does not belong to this list.',
    advice:
      'Correct the request; repeating it unchanged will not help. A cursor is valid only for the list and the filters that it came from: start again from the first page.',
  },
  'authentication-required': {
    when: 'The operation needs a credential, but the request has none, or one of a scheme that this server does not accept.',
    advice:
      'Log in and send the session token as "Authorization: Bearer …". The WWW-Authenticate header lists the accepted schemes.',
  },
  'invalid-credentials': {
    when: 'The email address is unknown, the password is wrong, or the user is disabled. All three get the same answer on purpose, so that an attacker cannot find out which addresses have an account.',
    advice: 'Ask for the email address and the password again. Do not repeat the request with the same ones.',
  },
  'invalid-token': {
    when: 'The session token is unknown, has expired, or was revoked: by logging out, by a change of the password, or because the user was disabled or deleted.',
    advice: 'Discard the token and log in again.',
  },
  'invalid-signature': {
    when: 'The server does not accept the signature. It does not cover all that it must, does not match this request, has expired or is not valid yet, has a nonce that was used before, or was made with a key that is unknown, expired, revoked or of a disabled user. The answer does not say which of these is the reason.',
    advice:
      'Make a new signature with a new nonce for every request, also when you repeat one. If that does not help, compare the clocks, and check whether a proxy changes the signed parts of the request.',
  },
  forbidden: {
    when: 'You may see the target, but the policy does not allow you to do this to it. "action" names the refused action, and "reason" names the missing condition or the rule that forbids it.',
    advice: 'Do not repeat the request. Ask an administrator, or use an account that has this permission.',
  },
  'confirmation-required': {
    when: 'You may do this, but it is sensitive: you must have entered your password within the last ten minutes. "action" names the action that needs it.',
    advice:
      'Ask for the password, send it as {"password": "…"} to POST /sessions/current/confirmation, and repeat the request with the same token.',
  },
  'confirmation-failed': {
    when: 'The current password in the body is wrong, or was replaced in the meantime. The credential of the request itself is valid, and nothing was changed.',
    advice: 'Ask for the current password again. Do not log out: the session is still valid.',
  },
  'cross-site-request': {
    when: 'The request has a session cookie, or asks for one, and would change something, but no page of this service itself has sent it. Otherwise, any page on the web could act for its visitors. Nothing was done.',
    advice:
      'In a page, use fetch and the address of the page itself. In a program, log in without a cookie and send the session token. If a proxy in front changes the Host header, the service has to be told its name.',
  },
  'quota-exceeded': {
    when: 'The request does not fit into the quota of the owner, no matter which user sent it. "quotas" has one entry for each requested meter, with the figures at that moment. In a group, the groups above count too: each entry names its group as "owner", and a group that you may not see is "above", without figures.',
    advice:
      'Delete something first, or ask an administrator for a higher limit. Nothing was created or charged.',
  },
  'not-found': {
    when: 'There is nothing at this address, or you may not see it: both get the same answer. So does a path that this API does not have.',
    advice:
      'Check the address, and the account that you are logged in with. Deleted data does not come back.',
  },
  'method-not-allowed': {
    when: 'The path exists, but has no operation for this method.',
    advice: 'Use one of the methods that the Allow header lists.',
  },
  'not-acceptable': {
    when: 'The Accept header of the request excludes JSON, but this API answers in JSON; some lists also come as CSV or NDJSON. Nothing was done.',
    advice: 'Leave the Accept header out, or include "application/json" in it.',
  },
  'request-timeout': {
    when: 'The request, or the rest of its body, did not arrive in time. Nothing was done, and the connection is closed.',
    advice: 'Repeat the request on a new connection, and send its body without delay.',
  },
  'email-taken': {
    when: 'Another user has this email address. Upper and lower case make no difference.',
    advice: 'Use another address, or find the user who has it.',
  },
  'last-admin': {
    when: 'The change would leave no active administrator, and no user could undo it.',
    advice: 'Make another user an administrator first, and repeat the request.',
  },
  'last-owner': {
    when: 'The user is the last active owner of a group. "groups" names those groups that you may see.',
    advice: 'Make another active user an owner of the groups first, and repeat the request.',
  },
  'not-empty': {
    when: 'There are groups in the group that the request would delete.',
    advice: 'Delete or move the groups in it first, and repeat the request.',
  },
  'owns-resources': {
    when: 'The user or group still owns resources, and the request does not say that they should be deleted too. "count" is their number, up to 1001, which stands for more than 1000.',
    advice:
      'Delete the resources first, or repeat the request with "?resources=delete" to delete them too. Those of a user can also go to another owner, with "?resources=transfer&to=" and its id.',
  },
  'refused-by-host': {
    when: 'The service that embeds this API has a rule of its own that forbids the change: for example, its data still refers to the target, or names must be unique. Nothing was changed.',
    advice: 'Delete or change the conflicting data first. The operator of the service knows the rule.',
  },
  'precondition-failed': {
    when: 'The If-Match header does not name the current version: the target was changed after you read it. Nothing was done.',
    advice: 'Read it again, decide whether your change still makes sense, and send it with the new ETag.',
  },
  'payload-too-large': {
    when: 'The body of the request is larger than the server reads. "detail" names the limit.',
    advice: 'Send a smaller body: no request of this API needs one of that size.',
  },
  'unsupported-media-type': {
    when: 'The body is not declared as JSON in UTF-8, or it is compressed.',
    advice:
      'Send "Content-Type: application/json" and no Content-Encoding. The Accept header of the answer lists the media types.',
  },
  'invalid-request': {
    when: 'The server can read the request, but parts of it are not valid. "errors" lists all of them, each with its place and what would be right.',
    advice: 'Correct the listed parts. Unknown names are errors too: look for a misspelt one.',
  },
  'idempotency-key-reused': {
    when: 'The Idempotency-Key was already used for a different request. A key belongs to one request only.',
    advice: 'Make a new key for every new request, and use it again only to repeat that same request.',
  },
  'too-many-attempts': {
    when: 'There were too many wrong passwords recently, for this account or from this address. Until the wait is over, even the right password is not checked. You also get this after you have tried to take too many email addresses.',
    advice:
      'Wait for the number of seconds in the Retry-After header, and then try once. Session tokens are not affected.',
  },
  internal: {
    when: 'The server failed in an unexpected way. The defect is in the server, not in your request.',
    advice:
      'Report the problem with its "requestId", under which the server has logged the error. It may help to try again later.',
  },
  'transaction-conflict': {
    when: 'A transaction of the host conflicts with another one. The operations of this API retry by themselves, so only a host’s own routes answer with this.',
    advice: 'Nothing was changed. Repeat the whole request after the seconds in the Retry-After header.',
  },
  overloaded: {
    when: 'The server is overloaded: it has too many passwords to check, too many connections from one client, or too many open files. Nothing was checked, and nothing was done.',
    advice:
      'Repeat the request after the seconds in the Retry-After header, and wait longer each time. Use fewer connections, and use a session, which needs no password check.',
  },
  'storage-unavailable': {
    when: 'The database cannot be reached or does not answer in time. Nothing was done by halves.',
    advice: 'Repeat the request after the seconds in the Retry-After header, and wait longer each time.',
  },
};
