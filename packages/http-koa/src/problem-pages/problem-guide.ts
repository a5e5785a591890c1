import type { ProblemCode } from '../problem.js';

/** What a page says about a code, beside its title, status and example. Plain text. */
export interface Guide {
  /** When it happens. */
  readonly when: string;
  /** What a client should do. */
  readonly advice: string;
}

/** One entry for each code; a code without one does not compile. */
export const PROBLEM_GUIDE: Readonly<Record<ProblemCode, Guide>> = {
  'malformed-request': {
    when: 'The request could not even be read: the body is not JSON or not UTF-8, a member stands twice in one object, a header that may be sent once came twice, or a cursor was not made by this list.',
    advice:
      'Mend how the request is made; repeating it unchanged will not help. A cursor belongs to the list and the filters that it came from: start again from the first page.',
  },
  'authentication-required': {
    when: 'The operation needs a credential and the request came without one, or with one of a scheme that this server does not take.',
    advice:
      'Log in and send the session token as "Authorization: Bearer …". The WWW-Authenticate header names every scheme that is accepted.',
  },
  'invalid-credentials': {
    when: 'The email address is unknown, the password is wrong, or the user is disabled. These are one answer on purpose, so that nobody can find out who has an account.',
    advice: 'Ask for the email address and the password again. Do not repeat the request with the same ones.',
  },
  'invalid-token': {
    when: 'The session token is unknown, has expired or was revoked: by logging out, by a change of password, or because the user was disabled or deleted.',
    advice: 'Forget the token and log in again.',
  },
  'invalid-signature': {
    when: 'The signature cannot be accepted. Which of these it is, is not told: it does not cover what it must, it is not of this request, its time is over or still to come, its nonce was used before, or its key is unknown, has expired, was revoked or belongs to a disabled user.',
    advice:
      'Sign anew, with a fresh nonce, for every request and every repeat of one. If that does not help, compare the clocks, and look whether a proxy changes what is signed.',
  },
  forbidden: {
    when: 'You may see the target, and the policy does not allow you to do this to it. "action" names what was refused and "reason" what was lacking.',
    advice: 'Do not repeat the request. Ask an administrator, or use an account that may do it.',
  },
  'confirmation-required': {
    when: 'You may do this, and it is sensitive: your password must have been given within the last ten minutes. "action" names what needs it.',
    advice:
      'Ask for the password, send it to POST /sessions/current/confirmation, and repeat the request with the same token.',
  },
  'confirmation-failed': {
    when: 'The current password in the body is wrong, or was replaced meanwhile. The credential of the request itself is good, and nothing was changed.',
    advice: 'Ask for the current password again. Do not log out: the session goes on.',
  },
  'quota-exceeded': {
    when: 'What was asked for does not fit into the quota of the owner, whoever acts. "quotas" holds the figures of that instant, one entry for each meter that was asked of.',
    advice:
      'Delete something first, or ask an administrator for a higher limit. Nothing was created or charged.',
  },
  'not-found': {
    when: 'There is nothing at this address, or it is not yours to see: the two are the same answer. Also for a path that this API does not have.',
    advice:
      'Check the address and with which account you are logged in. What was deleted does not come back.',
  },
  'method-not-allowed': {
    when: 'The path exists and has no operation with this method.',
    advice: 'Use one of the methods that the Allow header lists.',
  },
  'not-acceptable': {
    when: 'The Accept header of the request excludes JSON, which is all that this API answers. Nothing was done.',
    advice: 'Leave the Accept header out, or let it admit "application/json".',
  },
  'request-timeout': {
    when: 'The request, or the rest of its body, did not arrive in time. Nothing was done, and the connection is closed.',
    advice: 'Repeat the request on a new connection, and send its body at once.',
  },
  'email-taken': {
    when: 'Another user has this email address. Addresses are compared without regard to the case of their letters.',
    advice: 'Use another address, or find the user that has it.',
  },
  'last-admin': {
    when: 'The change would leave no active administrator: nobody could undo it.',
    advice: 'Make another user an administrator first, and repeat the request.',
  },
  'owns-resources': {
    when: 'A user who still owns resources is not deleted without a word about them. "count" says how many there are.',
    advice:
      'Delete the resources first, or repeat the request with "?resources=delete" to delete them with the user.',
  },
  'refused-by-host': {
    when: 'The service that embeds this API has a rule of its own, such as something that still refers to what is to be deleted, or names that must differ. Nothing was changed.',
    advice: 'Delete or change what stands in the way first. Whoever runs the service knows the rule.',
  },
  'precondition-failed': {
    when: 'The If-Match header names another version than the one that is there now: somebody changed it since you read it. Nothing was changed.',
    advice: 'Read it again, decide whether your change still makes sense, and send it with the new ETag.',
  },
  'payload-too-large': {
    when: 'The body of the request is larger than the server reads. "detail" names the limit.',
    advice: 'Send less: no request of this API needs a body of that size.',
  },
  'unsupported-media-type': {
    when: 'The body is not declared as JSON in UTF-8, or it is compressed.',
    advice:
      'Send "Content-Type: application/json" and no Content-Encoding. The Accept header of the answer lists the media types.',
  },
  'invalid-request': {
    when: 'The request can be read, and something in it is not as it must be. "errors" lists everything that is wrong at once: where, and what would be right.',
    advice: 'Mend what is listed. Names that the API does not know are errors too: look for a misspelt one.',
  },
  'idempotency-key-reused': {
    when: 'The Idempotency-Key was used before with another request. A key stands for one request only.',
    advice: 'Make a new key for every new request, and keep it only for repeating that same one.',
  },
  'too-many-attempts': {
    when: 'There were too many wrong passwords of late, for this account or from this address. A right password is not looked at either until the wait is over. Or you have asked about too many email addresses, by trying to take them.',
    advice:
      'Wait for the seconds in the Retry-After header, and then try once. A session token is not affected.',
  },
  internal: {
    when: 'The server met something that it was not made for. This is a defect of the server, not of your request.',
    advice:
      'Report it with the "requestId", under which the server has logged what happened. It may help to try again later.',
  },
  'transaction-conflict': {
    when: 'A transaction of the host conflicts with another one. The operations of this API repeat such a conflict themselves: only a host’s own routes answer with it.',
    advice: 'Nothing was changed. Repeat the whole request after the seconds in the Retry-After header.',
  },
  overloaded: {
    when: 'The server has more to do than it can: passwords to check, connections from one client, or files that it has open. Nothing was checked, and nothing was done.',
    advice:
      'Repeat the request after the seconds in the Retry-After header, and wait longer each time. Use fewer connections, and a session: it needs no password to be checked.',
  },
  'storage-unavailable': {
    when: 'The database cannot be reached or does not answer in time. Nothing was half done.',
    advice: 'Repeat the request after the seconds in the Retry-After header, and wait longer each time.',
  },
};
