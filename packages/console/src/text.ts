// Every string of the console. Each is an export of its own: a bundler shortens the names of exports, and those of
// properties it leaves as they are.

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** `plural(2, { one: '# user', other: '# users' })` is `2 users`. */
export function plural(count: number, forms: { readonly one: string; readonly other: string }): string {
  const form = plurals.select(count) === 'one' ? forms.one : forms.other;
  return form.replace('#', numbers.format(count));
}

const REASONS: Readonly<Record<string, string>> = {
  'quota-exceeded': 'There is no room left below the limit.',
  'no-rule': 'No rule allows this to anybody.',
  'not-owner': 'They may do this only with what is their own.',
  'not-member': 'It needs a role in the group that they do not have.',
  'not-found': 'There is no such thing, or they may not see it.',
  forbidden: 'A rule forbids it.',
  disabled: 'They are disabled.',
  'owner-disabled': 'Its owner is disabled.',
  anonymous: 'Nobody was signed in.',
  'access-key': 'It cannot be done with an access key.',
  'confirmation-required': 'The password was not entered within the last ten minutes.',
  'confirmation-failed': 'The current password was wrong.',
  'own-account': 'For oneself, this needs the current password: see “My account”.',
  'other-kind': 'It is allowed on other kinds only.',
  'other-target': 'It is allowed on other targets only.',
  'other-owner': 'It is allowed on what belongs to others only.',
  'other-attributes': 'It is allowed with other attributes only.',
  'other-credential': 'It is allowed with another credential only.',
  'other-role': 'It is allowed to other roles only.',
  'other-actor': 'It is allowed to others only.',
  'not-a-user': 'It is allowed to users only.',
  'not-a-system-actor': 'Only the service itself may do this.',
  'depends-on-attributes': 'It depends on values that only the service knows.',
  'invalid-credentials': 'The address or the password was wrong.',
  'too-many-attempts': 'There were too many attempts.',
  'email-taken': 'Another user has this address.',
  'last-admin': 'There must be an administrator left.',
  'last-owner': 'A group must keep an active owner.',
  'owns-resources': 'The owner still has resources.',
  'not-empty': 'There are groups in this group.',
  'precondition-failed': 'It had changed since it was read.',
  'refused-by-host': 'A rule of the service refused it.',
};
export const number = (value: number) => numbers.format(value);

export const appName = 'Bailiwick console';
export const appBrand = 'Bailiwick';
export const appMenu = 'Menu';
export const appSkip = 'Skip to the page';
export const appSignOut = 'Sign out';
export const appNothingHere = 'There is nothing here';
export const appNothingHereHint = 'No page of the console has this address, or you may not see it.';
export const appDefect = 'This page has failed';

export const navOverview = 'Overview';
export const navUsers = 'Users';
export const navUser = 'User';
export const navGroups = 'Groups';
export const navGroup = 'Group';
export const navResources = 'Resources';
export const navAudit = 'Audit';
export const navAccount = 'My account';
export const navLimits = 'Limits';
export const navPolicy = 'Policy';

export const signInTitle = 'Sign in';
export const signInHeading = 'Sign in to Bailiwick';
export const signInBusy = 'Signing in…';
export const signInEmail = 'Email address';
export const signInPassword = 'Password';
export const signInButton = 'Sign in';
export const signInShow = 'Show';
export const signInAgain = 'Sign in again';
export const signInExpired =
  'Your session has ended. Sign in, and this page goes on where it was; nothing is lost.';

export const confirmTitle = 'Confirm with your password';
export const confirmWhy = (action: string) =>
  `This is a sensitive action (${action}). Enter your password once more; it counts for ten minutes.`;
export const confirmButton = 'Confirm';

export const dialogClose = 'Close';
export const dialogCancel = 'Cancel';

export const toastUndo = 'Undo';
export const toastUndone = 'Undone.';
export const toastUndoneOf = (message: string) => `Undone: ${message}`;
export const toastNothingToUndo = 'Nothing to undo.';
export const toastNotUndone = (why: string) => `It could not be undone: ${why}`;
export const toastDismiss = 'Dismiss';

export const problemPage = 'What this means';
export const problemAgain = 'Try again';
export const problemUnknown = 'Something went wrong.';
export const problemFromElsewhere =
  'The browser did not say that the request comes from this page. Behind a proxy, the service must know the host that browsers ask for: see BAILIWICK_AUTHORITY.';
export const problemNeedsHttps =
  'On this address, the browser does not tell the server that the request comes from this page: the console needs https, or http on this machine itself.';

export const outageUnreachable = 'The server cannot be reached';
export const outageUnsure =
  'The server did not answer, so nobody knows whether this was done. What you typed is still here: look first, then try again.';
export const outageBar = (why: string) => `${why}. The console keeps trying.`;
export const outageTryNow = 'Try now';

export const conflictTitle = 'Somebody else was faster';
export const conflictWhy = 'This has changed since you opened it. Which of the two shall stand?';
export const conflictWhat = 'What';
export const conflictTheirs = 'Theirs';
export const conflictYours = 'Yours';
export const conflictSame = 'Somebody else has made the same change already.';
export const conflictChangedMeanwhile =
  'Somebody has changed this since you opened it. Look again, and then decide.';
export const conflictKeepTheirs = 'Keep theirs';
export const conflictSaveYours = 'Save yours';

export const irreversibleType = 'This cannot be undone. To go on, type';

export const curlShow = 'Show as curl';
export const curlTitle = 'As curl';
export const curlHint =
  'The console uses only the documented API. $TOKEN is the token of a session of your own.';
export const curlCopy = 'Copy';
export const curlCopied = 'Copied.';

export const keysTitle = 'Keyboard';
export const keysMod = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '') ? '⌘' : 'Ctrl ';
export const keysPalette = 'Go to anything';
export const keysHelp = 'Show these keys';
export const keysSearch = 'Search this list';
export const keysNext = 'Next row';
export const keysPrevious = 'Previous row';
export const keysSelect = 'Select the row';
export const keysUndo = 'Undo the latest change';
export const keysOpen = 'Open the row';
export const keysClose = 'Close what is open';

export const paletteTitle = 'Go to';
export const paletteLabel = 'An email address, the name of a group, an id, a page or an action';
export const palettePlaceholder = 'Email, group, id or page';
export const paletteNothing = 'Nothing has this name.';
export const paletteUser = 'user';
export const paletteResource = 'resource';
export const paletteUserOf = (id: string) => `User ${id}`;
export const paletteResourceOf = (id: string) => `Resource ${id}`;

export const tableSelect = (name: string) => `Select ${name}`;
export const tableSelectAll = 'Select this page';
export const tablePages = 'Pages';
export const tableFirst = '← First page';
export const tableNext = 'Next page →';
export const tableActions = 'Actions';

export const filterTitle = 'Filters';
export const filterAny = 'Any';
export const filterEmailOrId = 'Email or id';
export const filterOwnerOrId = 'Email, group or id';
export const filterClear = 'Clear filters';
export const filterNobody = (email: string) => `Nobody has the address ${email}.`;

export const timeNever = 'never';

export const status = { active: 'Active', disabled: 'Disabled', deleting: 'Being deleted' } as const;

export const quotaMeter = 'Meter';
export const quotaUsage = 'Usage';
export const quotaSource = 'Limit set';
export const quotaLimit = 'Limit';
export const quotaLimitOf = (meter: string) => `Limit of ${meter}`;
export const quotaOwn = { user: 'for this user', group: 'for this group' };
export const quotaDefault = 'the default';
export const quotaNone = 'This service counts nothing.';
export const quotaUnlimited = (used: number) => `${numbers.format(used)}, no limit`;
export const quotaUsed = (used: number) => `${numbers.format(used)} used`;
export const quotaUnlimitedWord = 'No limit';
export const quotaFigures = (used: number, limit: number) =>
  `${numbers.format(used)} of ${numbers.format(limit)}`;
export const quotaOf = (meter: string, figures: string) => `${meter}: ${figures}`;
export const quotaInUse = (meter: string, figures: string, group: string) =>
  ` ${meter}: ${figures} in use${group === '' ? '' : ` in ${group}`}.`;
export const quotaOver = (over: number) => `${numbers.format(over)} over`;
export const quotaChangeIt = 'Change';
export const quotaChange = (meter: string, limit: number | null) =>
  limit === null ? `Change the limit (${meter})` : `Change the limit (${meter}: ${numbers.format(limit)})`;
export const quotaSave = 'Save';
export const quotaBackToDefault = 'Use the default';
export const quotaBackTo = (limit: string) => `Use the default (${limit})`;
export const quotaChanged = (meter: string, limit: string, over: number) =>
  over === 0
    ? `The limit of ${meter} is now: ${limit}.`
    : `The limit of ${meter} is now: ${limit}. They use ${numbers.format(over)} more than that.`;

export const usersSearch = 'Email begins with';
export const usersUsage = 'Usage';
export const usersNear = '80 % of a limit or more';
export const usersOver = 'Over a limit';
export const usersFullest = 'Fullest quota';
export const usersAdd = 'New user';
export const usersAdded = (email: string) => `${email} can sign in now.`;
export const usersPassword = 'Password';
export const usersPasswordHint = 'Made up for you. Note it down: it is not shown again.';
export const usersLimit = 'Limit of resources';
export const usersLimitHint = 'Leave it empty for the default limit.';
export const usersNone = 'There is nobody yet. Make the first user with “New user”.';
export const usersNoneFound = 'Nobody fits this search.';
export const usersShowAll = 'Show all users';

export const bulkLabel = 'Selected users';
export const bulkSelected = (count: number) => plural(count, { one: '# selected', other: '# selected' });
export const bulkLimit = 'Set a limit';
export const bulkLimitOf = (count: number) =>
  plural(count, { one: 'A limit for # user', other: 'A limit for # users' });
export const bulkLimitHint = 'Leave it empty for no limit.';
export const bulkDisable = 'Disable';
export const bulkEnable = 'Enable';
export const bulkEndSessions = 'End sessions';
export const bulkDelete = 'Delete';
export const bulkDeleteTitle = (count: number) =>
  plural(count, { one: 'Delete # user', other: 'Delete # users' });
export const bulkDeletePhrase = (count: number) =>
  plural(count, { one: 'delete # user', other: 'delete # users' });
export const bulkOwns = (meter: string, used: number) => `${numbers.format(used)} ${meter}`;
export const bulkClear = 'Clear the selection';
export const bulkNothing = 'They are like that already.';
export const bulkChanged = 'has changed since the list was read, and stays so. Look again, and then decide.';
export const bulkDone = (done: number, all: number, deed: string) =>
  done === all
    ? `${plural(done, { one: '# user', other: '# users' })}: ${deed}.`
    : `${numbers.format(done)} of ${plural(all, { one: '# user', other: '# users' })}: ${deed}.`;
export const bulkDisabled = 'disabled and signed out';
export const bulkEnabled = 'enabled again';
export const bulkLimited = (meter: string, limit: number | null) =>
  limit === null ? `limit of ${meter} removed` : `limit of ${meter} set to ${numbers.format(limit)}`;
export const bulkSignedOut = 'all sessions have ended';
export const bulkDeleted = 'deleted, or being deleted if they own much';
export const bulkFailed = (email: string, why: string) => `${email}: ${why}`;
export const bulkNotUndone = (count: number) =>
  plural(count, {
    one: '# user has changed since and stays as they are.',
    other: '# users have changed since and stay as they are.',
  });

export const userEmail = 'Email address';
export const userRole = 'Role';
export const userStatus = 'Status';
export const userCreated = 'Created';
export const userCreatedAt = 'created';
export const userParts = 'About this user';
export const userQuotas = 'Quotas';
export const userResources = 'Resources';
export const userSessions = 'Sessions';
export const userKeys = 'Access keys';
export const userGroups = 'Groups';
export const userNoGroups = 'They are a member of no group.';
export const userActivity = 'Activity';
export const userDecisions = 'What can they do?';
export const userDanger = 'Danger zone';
export const userDeleting =
  'This user is being deleted, step by step, and can do nothing any more. “Quotas” shows how much is left.';
export const userGone = 'This user is gone.';
export const userDisabled = (email: string) => `${email} is disabled and signed out.`;
export const userEnabled = (email: string) => `${email} is enabled again.`;
export const userHasRole = (email: string, role: string) => `${email} now has the role ${role}.`;
export const userHasEmail = (before: string, email: string) => `${before} is now ${email}.`;
export const userDid = 'What they did';
export const userWasDone = 'About them and what is theirs';
export const userDidNothing = 'They have done nothing yet that is recorded.';
export const userNothingWasDone = 'Nothing about them is recorded yet.';
export const userNoResources = 'They own nothing yet.';

export const groupAbout =
  'Owners that several users share. What a group uses counts for the groups above it too.';
export const groupAdd = 'New group';
export const groupAdded = (name: string) => `${name} was made.`;
export const groupName = 'Name';
export const groupType = 'Type';
export const groupOwner = 'Its first owner';
export const groupOwnerHint = 'The email address or the id of a user.';
export const groupTypeHint = 'Leave it empty if this service has only one type of groups.';
export const groupParent = 'In the group';
export const groupUnknown = (name: string) => `No group is called ${name}.`;
export const groupTooMany = (name: string) =>
  `There are too many groups to find ${name} by its name: give the id.`;
export const groupSeveral = (name: string) => `Several groups are called ${name}: give the id of one.`;
export const groupMoveTo = 'Into the group (its name or id)';
export const groupMoveToTop = 'Make it a group at the top';
export const groupNone = 'There are no groups yet. Make the first with “New group”.';
export const groupNoneBelow = 'No group lies in this one.';
export const groupNoneFound = 'No group fits this filter.';
export const groupShowAll = 'Show all groups';
export const groupParts = 'About this group';
export const groupAbove = 'Groups above';
export const groupAboveWhat = 'Their limits hold for this group too: a create needs room at every level.';
export const groupHidden = 'Groups that you may not see; their limits hold too.';
export const groupThis = 'This group';
export const groupIn = 'in';
export const groupEvents = 'its events';
export const groupQuotas = 'Quotas';
export const groupBelow = 'Groups below';
export const groupResources = 'Resources';
export const groupNoResources = 'It owns no resources itself.';
export const groupMembers = 'Members';
export const groupNoMembers = 'It has no members of its own. Add the first, who should be an owner.';
export const groupWho = 'Who';
export const groupWhoHint = 'You can name users only by their id, which is on their page “My account”.';
export const groupAddMember = 'Add a member';
export const groupRoleOf = (email: string) => `Role of ${email}`;
export const groupMemberSince = 'Member since';
export const groupIsMember = (email: string, role: string) =>
  `${email} has the role ${role} in this group now.`;
export const groupRemove = 'Remove';
export const groupRemoveMember = (email: string) => `Remove ${email}`;
export const groupRemoved = (email: string) => `${email} is no member any more.`;
export const groupLeave = 'Leave';
export const groupLeaveWhat =
  'You will not see the group any more, unless you are a member of one above it. What you made in it stays.';
export const groupLeft = (name: string) => `You have left ${name}.`;
export const groupOfMembers = 'The members of the groups above have their roles here too.';
export const groupShowAbove = 'Show them';
export const groupMembersAbove = 'Members of the groups above';
export const groupFrom = 'Member of';
export const groupNoneAbove = 'The groups above that you may see have no members.';
export const groupNoneOfMine = 'You are a member of no group.';
export const groupChange = 'Change';
export const groupRename = 'Rename';
export const groupRenamed = (name: string) => `The group is called ${name} now.`;
export const groupMove = 'Move';
export const groupMoveWhat =
  'The group moves with all that is below it. It needs room in every group above its new place.';
export const groupMoved = (name: string, to?: string) =>
  to === undefined ? `${name} is at the top now.` : `${name} lies in ${to} now.`;
export const groupDelete = 'Delete';
export const groupDeleteWhat =
  'The group, its members and what it owns will be gone. No other group may lie in it.';
export const groupDeleteGone = 'Its members and limits go with it. The users stay.';
export const groupDeleteGroup = (name: string) => `Delete ${name}`;
export const groupDeleted = (name: string) => `${name} was deleted.`;

export const resourceName = 'Name';
export const resourceKind = 'Kind';
export const resourceCreated = 'Created';
export const resourceOwner = 'Owner';

export const resourcesAdd = 'New resource';
export const resourcesAdded = (name: string) => `${name} was made.`;
export const resourcesOne = 'Resource';
export const resourcesId = 'Id';
export const resourcesMe = 'you';
export const resourcesChanged = 'Changed';
export const resourcesOfOwner = 'Look at the owner';
export const resourcesAllOfOwner = 'All that the owner has';
export const resourcesOwnerHint = 'An email address or an id. The quota of the owner is charged.';
export const resourcesGiveMore = 'Look at the limit';
export const resourcesRename = 'Rename';
export const resourcesNameOf = (name: string) => `Name of ${name}`;
export const resourcesRenamed = (name: string) => `The name is now ${name}.`;
export const resourcesTransfer = 'Transfer';
export const resourcesTransferWhat =
  'The receiver is charged for it from then on, and the owner before is not any more.';
export const resourcesReceiver = 'To whom';
export const resourcesReceiverHint = 'The email address of a user, the name of a group, or an id.';
export const resourcesTransferred = (name: string, to: string) => `${name} belongs to ${to} now.`;
export const resourcesDelete = 'Delete';
export const resourcesDeleteOne = 'Delete a resource';
export const resourcesDeleteGone = 'The resource will be gone, and its share of the quota is free again.';
export const resourcesDeleted = (name: string) => `${name} was deleted.`;
export const resourcesHistory = 'Its history';
export const resourcesNone = 'There are no resources yet. Make the first with “New resource”.';
export const resourcesNoneFound = 'No resource fits these filters.';
export const resourcesShowAll = 'Show all resources';

export const sessionClient = 'Client';
export const sessionAddress = 'Address';
export const sessionUsed = 'Last used';
export const sessionExpires = 'Ends';
export const sessionCurrent = 'this one';
export const sessionUnknown = 'Unknown client';
export const sessionEnd = 'End session';
export const sessionEnded = 'The session has ended.';
export const sessionNone = 'They are signed in nowhere.';

export const keyId = 'Id';
export const keyName = 'Name';
export const keyUsed = 'Last used';
export const keyExpires = 'Expires';
export const keyNoEnd = 'never';
export const keyRevoke = 'Revoke';
export const keyRevokeWhat = 'Requests that are signed with this key will be refused, at once and for good.';
export const keyRevoked = (name: string) => `The key ${name} was revoked.`;
export const keyNone = 'They have no keys. A key is registered by its owner, who alone has its private half.';

export const eventAt = 'When';
export const eventActor = 'Who';
export const eventAction = 'Action';
export const eventTarget = 'What';
export const eventOutcome = 'Outcome';
export const eventOutcomes = {
  accepted: 'done',
  refused: 'refused',
} as const;
export const eventAnonymous = 'somebody';
export const eventOf = 'of';

export const decisionAbout =
  'This is what the policy allows them right after they have entered their password. A full quota can still refuse it.';
export const decisionInGroups = 'In a group, their role there decides: see';
export const decisionAction = 'Action';
export const decisionTargets = {
  own: 'Their own',
  foreign: 'Of others',
  platform: 'The platform',
} as const;
export const decisionNoSuchTarget = 'This action is never asked about such a target.';
export const decisionYes = 'yes';
export const decisionNo = 'no';
export const decisionNone = 'The policy says nothing.';

export const dangerDisable = 'Disable';
export const dangerDisableWhat =
  'They are signed out everywhere and can do nothing until they are enabled again. Undo enables them, but does not sign them in.';
export const dangerEnable = 'Enable';
export const dangerEnableWhat = 'They can sign in again with the password that they have.';
export const dangerEndSessions = 'End all sessions';
export const dangerEndSessionsWhat =
  'They have to sign in again everywhere. Their access keys go on working.';
export const dangerSessionsEnded = 'All sessions have ended.';
export const dangerChangeEmail = 'Change the address';
export const dangerChangeEmailWhat = 'They sign in with the new one from then on.';
export const dangerSetPassword = 'Set a new password';
export const dangerSetPasswordWhat = 'All of their sessions and access keys end.';
export const dangerPasswordSet = (email: string) => `${email} has a new password.`;
export const dangerDelete = 'Delete';
export const dangerDeleteWhat =
  'The user will be gone, and what they own too, unless you give it to somebody.';
export const dangerDeleteUser = (email: string) => `Delete ${email}`;
export const dangerDeleteGone = 'Their sessions, access keys and limits go with them.';
export const dangerResourcesGone = (count: number) =>
  count === 0
    ? 'No resources go.'
    : plural(count, { one: '# resource goes too:', other: '# resources go too:' });
export const dangerMoreResourcesGone = (named: number) => `More than ${named} resources go too, among them:`;
export const dangerGive = 'Give the resources to somebody else';
export const dangerGiven = (email: string, to: string) =>
  `${email} was deleted; ${to} has the resources now.`;
export const dangerDeleted = (email: string) => `${email} was deleted.`;
export const dangerDeleting = (email: string) => `${email} is being deleted, which takes a while.`;

export const auditAbout = 'Who did what, and why was it refused?';
export const auditEvent = 'Event';
export const auditOwner = 'Whose';
export const auditReason = 'Refused because';
export const auditSince = 'From';
export const auditUntil = 'Before';
export const auditTimes = 'Times';
export const auditAnyTime = 'Any time';
export const auditLastHour = 'Last hour';
export const auditToday = 'Today';
export const auditYesterday = 'Yesterday';
export const auditLastWeek = 'Last 7 days';
export const auditNoneFound = 'Nothing that fits these filters is recorded.';
export const auditShowAll = 'Show everything';
export const auditGone = 'This event is recorded no longer: old events are deleted.';
export const auditWhy = 'Why it was refused:';
export const auditCount = 'How often';
export const auditOften = (count: number) => `${numbers.format(count)} times within a minute`;
export const auditCredential = 'Credential';
export const auditRequest = 'Request';
export const auditId = 'Event';
export const auditLinks = 'What leads on';
export const auditActorPage = 'The user who did it';
export const auditByActor = 'All that they did';
export const auditOwnerPage = 'The owner';
export const auditOwnerLimits = 'Give the owner more';
export const auditGiveMore = (group: string) => `Give ${group} more`;
export const auditResourcePage = 'The resource';
export const auditOnTarget = 'Its history';
export const auditByTarget = 'All that the target did';
export const auditDecideAgain = 'Decide again now';

export const verdictAllowed = 'Allowed.';
export const verdictRefused = 'Refused:';
export const verdictRule = 'Rule:';
export const verdictTold = 'They may not see the target, and get only:';
export const verdictBehind =
  'They may not see the target, and are answered as if it did not exist. Behind it:';
export const verdictFigures = (meter: string, used: number, limit: number | null, requested: number) =>
  `${meter}: ${numbers.format(used)} of ${limit === null ? 'unlimited' : numbers.format(limit)} used, ${numbers.format(requested)} more asked for`;
export const verdictAbove = (meter: string, requested: number) =>
  `${meter}: no room in a group above, ${numbers.format(requested)} more asked for`;
export const verdictFull = 'no room here';
export const verdictMemberRoles = (held: readonly string[], needed: readonly string[]) =>
  `${held.length === 0 ? 'They have no role there' : `They are ${held.join(' and ')} there`}; ${needed.join(' or ')} is needed.`;

export const accountParts = 'About me';
export const accountPassword = 'Password and email';
export const accountDecisions = 'What can I do?';
export const accountChangePassword = 'Change the password';
export const accountChangePasswordWhat = 'All of your other sessions end. This one goes on.';
export const accountCurrentPassword = 'Current password';
export const accountNewPassword = 'New password';
export const accountNewPasswordHint = (lengthMin: number) =>
  `At least ${lengthMin} characters: a few words that have nothing to do with each other. Common passwords are refused.`;
export const accountEndAccessKeys = 'Revoke my access keys too: somebody else may know the old password.';
export const accountPasswordChanged = 'Your password was changed.';
export const accountChangeEmail = 'Change the email address';
export const accountChangeEmailWhat = (email: string) =>
  `It is ${email} now. You sign in with the new one from then on.`;
export const accountNewEmail = 'New email address';
export const accountEmailChanged = (email: string) => `Your address is ${email} now.`;
export const accountSignOutEverywhere = 'Sign out everywhere';
export const accountSignOutEverywhereWhat = 'All of these sessions end, this one too.';
export const accountAddKey = 'New access key';
export const accountKeyAdded = (name: string) =>
  `The key ${name} was registered. Its id is the “keyid” of signatures.`;
export const accountNoKeys =
  'You have no keys. A program signs its requests with a key instead of your password.';
export const accountKeyNameHint = 'What the key is for, so that you know which one to revoke.';
export const accountPublicKey = 'Public key';
export const accountPublicKeyHint =
  'Ed25519, as PEM: openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout';
export const accountMakePair = 'Make a pair here';
export const accountMakePairHint =
  'Your browser makes it, and saves the private half as a file. The server never gets it.';
export const accountNoPairHere =
  'Browsers make keys on https and on this machine only. Make the pair with openssl, and paste the public half.';
export const accountExpiresHint = 'Leave it empty for the latest day that this service allows.';

export const limitsAbout =
  'How much everybody may have, who uses more, and whether the stored usage is right.';
export const limitsDefaults = 'Default limits';
export const limitsDefaultsWhat = 'They hold at once for all who have no limit of their own.';
export const limitsChanged = (meter: string, limit: string) =>
  `The default limit of ${meter} is now: ${limit}.`;
export const limitsOf = 'Of';
export const limitsOfUsers = 'users';
export const limitsOver = 'Over a limit';
export const limitsOverWhat =
  'Nothing is taken from them. They can make nothing new until they delete something or get a higher limit.';
export const limitsNobodyOver = 'Nobody is over a limit, and no group.';

export const policyAbout = 'Who may do what, by which rule, and what would be decided?';
export const policyParts = 'About the policy';
export const policyTable = 'Table';
export const policyTableWhat =
  'What active users of each role may do who have just entered their password, and what users may do as members of the group that is the owner. An answer leads to its rule, and an action to all rules about it.';
export const policyMemberOfRole = (role: string) => `group: ${role}`;
export const policyTargets = {
  own: 'own',
  foreign: 'of others',
  platform: 'the platform',
  group: 'of the group',
};
export const policyAnswerOf = (action: string, role: string, about: string, answer: string) =>
  `${action}, ${role}, ${about}: ${answer}`;
export const policyRulesAbout = 'Rules about this action:';
export const policyTryIt = 'Try it with a user';
export const policyRules = 'Rules';
export const policyRulesWhat =
  'An action that no rule allows is refused, and one rule that forbids beats all that allow. The service defines the rules in its code.';
export const policyRule = 'Rule';
export const policyEffect = 'Effect';
export const policyEffects = { allow: 'allows', forbid: 'forbids' };
export const policyActions = 'Actions';
export const policyEveryAction = 'every action';
export const policyActionCount = (count: number) => plural(count, { one: '# action', other: '# actions' });
export const policyReason = 'Reason of its refusals';
export const policyRefusals = 'Refusals for this reason';
export const policySimulator = 'Simulator';
export const policyWho = 'Who';
export const policyWhoHint = 'An email address or an id.';
export const policyAs = 'Signed in with';
export const policyCredentials = {
  session: 'A session',
  password: 'A password',
  'access-key': 'An access key',
};
export const policyConfirmed = 'They have entered their password within the last ten minutes.';
export const policyTarget = 'To what';
export const policyTargetTypes = {
  new: 'A new resource',
  resource: 'A resource',
  user: 'A user, their sessions, keys and quotas',
  group: 'A group, its members and quotas',
  platform: 'The platform',
};
export const policyResourceId = 'Id of the resource';
export const policyUserId = 'Whose';
export const policyOwnerHint = 'An email address, the name of a group, or an id; empty for their own.';
export const policyAsk = 'What would be decided?';
export const policyAnswer = 'Answer';
export const policyAll = 'All that they may do';
export const policyAttempts = 'When they tried';

export const verificationTitle = 'Check the stored usage';
export const verificationAbout =
  'A verification counts what every owner has and compares it with what is stored. It changes nothing and blocks nobody. A repair corrects what differs.';
export const verificationVerify = 'Verify';
export const verificationRepair = 'Repair';
export const verificationStop = 'Stop';
export const verificationGoOn = 'Go on';
export const verificationRunning = 'Counting';
export const verificationState = (
  checked: number,
  found: number,
  work: 'verify' | 'repair',
  isDone: boolean,
) => {
  const owners = plural(checked, { one: '# owner', other: '# owners' });
  const differences = plural(found, { one: '# difference', other: '# differences' });
  const what = work === 'verify' ? `${differences} found` : `${differences} corrected`;
  return `${owners} counted, ${what}${isDone ? '. That was all.' : ' so far.'}`;
};
export const verificationMisplaced = (count: number, work: 'verify' | 'repair') => {
  const rows = plural(count, { one: '# row below a wrong root', other: '# rows below a wrong root' });
  return `${rows} ${work === 'verify' ? 'found' : 'corrected'}.`;
};
export const verificationDifferences = 'Differences';
export const verificationUsed = 'Stored';
export const verificationActual = 'Counted';

export const overviewAbout = 'What needs attention, and what happened last.';
export const overviewOver = 'Over a limit';
export const overviewNear = '80 % of a limit or more';
export const overviewNobodyNear = 'Nobody is near a limit, and no group.';
export const overviewAllUsers = 'All such users';
export const overviewAllGroups = 'All such groups';
export const overviewRefusals = 'Refused in the last 24 hours';
export const overviewWhy = 'Because';
export const overviewCount = 'Events';
export const overviewWho = 'Who was it?';
export const overviewWhoOf = (action: string, reason: string) => `Who was it? ${action}, ${reason}`;
export const overviewNothingRefused = 'Nothing was refused.';
export const overviewOfLatest = (count: number) =>
  `There were more: the latest ${numbers.format(count)} are counted here.`;
export const overviewEvents = 'The latest events';
export const overviewAllEvents = 'All events';
export const overviewVerified = 'Last verification of the quotas';
export const overviewNeverVerified = 'The quotas have not been verified yet.';
export const overviewFound = (count: number) =>
  count === 0 ? 'no differences.' : plural(count, { one: '# difference.', other: '# differences.' });
export const overviewVerify = 'Verify them';

export const downloadAs = (format: string) => `Download all as ${format}`;
export const downloadBytes = (bytes: number) => `${numbers.format(Math.ceil(bytes / 1000))} kB so far`;
export const downloadDone = (name: string) => `${name} is complete.`;
export const downloadBroken = 'The download broke off, and nothing was saved. Try again.';

/** The meanings of reasons by code; `reasonOf` composes those that name roles. */
export const reasons = REASONS;
export const reasonOf = (code: string): string => {
  const known = REASONS[code];
  if (known !== undefined) return known;
  const roles = /^not-(.+)$/.exec(code)?.[1];
  return roles === undefined ? '' : `It needs the role ${roles.replaceAll('-or-', ' or ')}.`;
};
