// `@bailiwick/core` exports `createBailiwick`, its types, the errors and the limits.
export { accessKeyNameProblem, keyExpiryProblem, type AccessKey } from './access-keys/access-key.js';
export type {
  AccessKeyOfUser,
  AccessKeyStore,
  AddAccessKey,
  AddAccessKeyOutcome,
  DeleteAccessKeyOutcome,
  Nonce,
} from './access-keys/access-key-store.js';
export type { AccessKeys, RegisterAccessKeyInput } from './access-keys/access-keys.js';
export { publicKeyProblem } from './access-keys/public-key.js';
export type { RequestSignature } from './access-keys/request-signature.js';
export {
  anonymous,
  anonymousFrom,
  type Actor,
  type ActorCredential,
  type AnonymousActor,
  type SystemActor,
  type UserActor,
  type UserWithAuthority,
} from './actor.js';
export {
  accepted,
  refusalKey,
  refused,
  withDetails,
  withEnded,
  wordOfActor,
  type AuditActor,
  type AuditDetails,
  type AuditDraft,
  AUDIT_OUTCOMES,
  type AuditEvent,
  type AuditOutcome,
  type AuditTarget,
  type Refusal,
} from './audit/audit-event.js';
export type { AuditEvents, ListAuditEventsOptions } from './audit/audit-events.js';
export type { AuditQuery, AuditStore } from './audit/audit-store.js';
export {
  createBailiwick,
  type Bailiwick,
  type Commands,
  type Credentials,
  type MeterOf,
} from './bailiwick.js';
export type {
  AnswerReason,
  AskedActor,
  AskedTarget,
  DecisionOfAction,
  Decisions,
  ExplainedDecision,
  Explanation,
  PolicyOverview,
  PolicyRule,
  Question,
} from './decisions/decisions.js';
export type { BailiwickOptions } from './options.js';
export type { NamedOwner } from './owners/named-owners.js';
export type { Overview, Shortlist } from './overview/overview.js';
export {
  AUTHORITY_CHANGED,
  type Authority,
  type AuthorityChanged,
  type OwnerPath,
  type SeenPath,
} from './commands/authority.js';
export type { ClientOrigin } from './login/client-origin.js';
export { systemClock, type Clock } from './clock.js';
export {
  AuthenticationRequiredError,
  ConfirmationFailedError,
  ConfirmationRequiredError,
  EmailTakenError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  InvalidCredentialsError,
  InvalidRequestError,
  InvalidSignatureError,
  InvalidTokenError,
  LastAdminError,
  MalformedRequestError,
  LastOwnerError,
  NotEmptyError,
  NotFoundError,
  OverloadedError,
  OwnsResourcesError,
  PreconditionFailedError,
  QuotaExceededError,
  RefusedByHostError,
  StorageUnavailableError,
  TooManyAttemptsError,
  TransactionConflictError,
  isBailiwickError,
  type BailiwickError,
  type ErrorCode,
  type Violation,
} from './errors.js';
export type { Fault, OnFault } from './fault.js';
export {
  firstIdAt,
  parseId,
  uuidV7,
  type AccessKeyId,
  type AuditEventId,
  type Ids,
  type ResourceId,
  type SessionId,
  type UserId,
  type GroupId,
  type OwnerId,
} from './ids.js';
export {
  idempotencyKeyProblem,
  integerProblem,
  oneOfProblem,
  pageSizeProblem,
  TEXT_PATTERN,
  type Problem,
} from './commands/problems.js';
export type { Settings } from './settings.js';
export type { SweepStep } from './sweep.js';
export { identifierProblem } from './identifier.js';
export * as limits from './limits.js';
export { allItems, type Page, type PageOptions, type PageQuery } from './page.js';
export { boundedHasher, type HashQueueOptions } from './passwords/bounded-hasher.js';
export { clientNetwork, type ClientContext } from './login/client-address.js';
export type { AttemptBound, AttemptClaim, ClaimedAttempt, LoginThrottle } from './login/login-throttle.js';
export type { PasswordContext } from './passwords/spellings.js';
export {
  newPasswordProblem,
  passwordProblem,
  type PasswordBlocklist,
  type PasswordRules,
} from './passwords/password.js';
export { refusedAccount } from './login/refused-account.js';
export type { HashShare, PasswordCheck, PasswordHasher } from './passwords/password-hasher.js';
export { groupNameProblem, type Group } from './groups/group.js';
export type {
  AddGroup,
  AddGroupOutcome,
  DeleteGroup,
  DeleteGroupOutcome,
  GroupQuery,
  GroupStore,
  GroupVersion,
  MoveGroup,
  MoveGroupOutcome,
  RenameGroup,
  RenameGroupOutcome,
} from './groups/group-store.js';
export type {
  CreateGroupInput,
  DeleteGroupOptions,
  Groups,
  ListGroupsOptions,
  MoveGroupInput,
} from './groups/groups.js';
export type { GroupWithQuotas } from './groups/with-quotas.js';
export {
  BUILT_IN_MEMBER_ROLES,
  OWNER_ROLE,
  type BuiltInMemberRole,
  type Member,
  type Membership,
  type NamedGroup,
} from './members/member.js';
export type {
  LastOwner,
  MemberKey,
  RolesOnPath,
  MemberQuery,
  MembershipQuery,
  MemberStore,
  RemoveMemberOutcome,
  SetMember,
  SetMemberOutcome,
} from './members/member-store.js';
export type { Members } from './members/members.js';
export type { Amounts, GroupPlaces, GroupTypes, KindDemands, Platform } from './platform.js';
export type { ActionDeclaration } from './policy/vocabulary.js';
export {
  BUILT_IN_ACTIONS,
  PLATFORM,
  accessKeyRules,
  actorCredential,
  actorId,
  actorStatus,
  actorType,
  all,
  allow,
  always,
  any,
  atLeast,
  confirmationRules,
  confirmed,
  belongingTo,
  definePolicy,
  equals,
  fixedRules,
  forbid,
  includes,
  kind,
  member,
  not,
  ofActor,
  ofTarget,
  ownAccountRules,
  owner,
  ownerId,
  platformPolicy,
  publicView,
  renderDecisionTable,
  role,
  targetId,
  withAttributes,
  type Allowed,
  type Attributes,
  type AttributeValue,
  type BuiltInAction,
  type Condition,
  type Decision,
  type Operand,
  type Policy,
  type MemberRoles,
  type PublicDecision,
  type RefusalReason,
  type Refused,
  type Rule,
  type RuleOptions,
  type Scope,
  type TableAxes,
  type Target,
} from './policy/index.js';
export {
  isEmptyDemand,
  limitProblem,
  quota,
  shortfall,
  shortfallOfAll,
  shortfallOnPath,
  totalDemand,
  type Demand,
  type Limit,
  type MeterState,
  type HiddenShortfall,
  type Quota,
  type QuotaLevel,
  type QuotaOwner,
  type QuotaRefusal,
  type QuotaShortfall,
  type QuotaStates,
  type VisibleQuotaLevel,
} from './quotas/quota.js';
export type { Released } from './quotas/released.js';
export type {
  DefaultLimit,
  MisplacedRows,
  NewDefaultLimit,
  QuotaCheckStep,
  QuotaDifference,
  QuotaKey,
  QuotaStore,
  RecordVerificationOutcome,
  RepairOutcome,
  RepairRootOutcome,
  SetDefaultLimitOutcome,
  SetLimitOutcome,
} from './quotas/quota-store.js';
export type { OwnerMeter, OwnerOptions, Quotas, QuotasCheck } from './quotas/quotas.js';
export type { OwnerSort } from './owners/find-owner.js';
export { systemRandom, type Random } from './random.js';
export type { ReadVersion } from './commands/precondition.js';
export { resourceNameProblem, type Resource } from './resources/resource.js';
export type {
  CreateResource,
  CreateResourceOutcome,
  DeleteResourceOutcome,
  IdempotencyRecord,
  RenameResource,
  RenameResourceOutcome,
  ResourceQuery,
  ResourceStore,
  ResourceVersion,
  TransferResource,
  TransferResourceOutcome,
} from './resources/resource-store.js';
export type {
  CreateResourceInput,
  ListResourcesOptions,
  PreviewedResource,
  PreviewResourceInput,
  Resources,
} from './resources/resources.js';
export { expiresAt, type Session } from './sessions/session.js';
export type {
  AddSessionOutcome,
  ConfirmSessionOutcome,
  EndSessionOutcome,
  NewSession,
  SessionOfUser,
  SessionStore,
} from './sessions/session-store.js';
export type { LogIn, Sessions } from './sessions/sessions.js';
export type { Storage, Stores } from './storage.js';
export type { EmailAndPassword } from './login/credentials.js';
export {
  emailKey,
  emailKeyPrefix,
  emailPrefixProblem,
  emailProblem,
  isActiveAdmin,
  isOfVersion,
  SETTABLE_USER_STATUSES,
  USER_STATUSES,
  type BuiltInRole,
  type User,
  type SettableUserStatus,
  type UserStatus,
  type UserVersion,
} from './users/user.js';
export type {
  AddFirstAdminOutcome,
  AddUserOutcome,
  ChangeUserOutcome,
  ContinueDeletionOutcome,
  DeleteUser,
  DeleteUserOutcome,
  Displacing,
  GivenEmail,
  DeletingPage,
  DeletionStep,
  NewUser,
  PasswordChange,
  RaisePasswordVersionOutcome,
  SetPasswordOutcome,
  UnprovenHolder,
  UserChange,
  UserQuery,
  UserIdempotencyRecord,
  UserStore,
  UserWithPassword,
  TransferAll,
} from './users/user-store.js';
export type {
  ChangeUserInput,
  CreateUserInput,
  DeleteUserOptions,
  ListUsersOptions,
  Users,
} from './users/users.js';
export type { UserWithQuotas } from './users/with-quotas.js';
