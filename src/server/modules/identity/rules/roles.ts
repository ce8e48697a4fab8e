// Roles, verbs and scopes: the closed lists, and which role holds which verb. Articles are of QĐ 26/2026/QĐ-TTg.
export const VERBS = [
  'receive_dossier',
  'assess_local',
  'check_dossier',
  'survey',
  'score',
  'chair_council',
  'decide',
  'propose_centre',
  'check_centre',
  'score_centre',
  'chair_centre',
  'decide_centre',
  'inspect',
  'revoke',
  'revoke_centre',
  'publish',
  'import_products',
  'manage_roles',
  'act_for_producer',
  'view_dossiers',
  'view_scores',
  'view_grading',
  'view_roles',
  'view_record',
  'recall',
  'buy',
  'promote',
] as const;
export type Verb = (typeof VERBS)[number];

export const ROLES = [
  'commune_officer',
  'province_body',
  'province_adviser',
  'province_council_member',
  'province_council_chair',
  'province_chair',
  'inspector',
  'ministry_officer',
  'central_adviser',
  'central_council_member',
  'central_council_chair',
  'minister_office',
  'producer',
  'secretary',
  'proxy',
  'outlet',
  'buyer',
  'promotion_officer',
  'integrator',
] as const;
export type Role = (typeof ROLES)[number];

export type Level = 'nation' | 'province' | 'commune';
export type OrganisationKind = 'authority' | 'council' | 'producer' | 'outlet' | 'buyer' | 'integrator';

/**
 * `at`: the levels a role can be bound to. `verbs`: what it may do in its unit. `*_centre` verbs are separate, because the nation contains
 * every province and the central council must not thereby score in all of them.
 * `ownOnly`: bound to the producers of its organisation, not to everything in the unit.
 * `lends`: the holder may delegate it, in writing and for a time; a council member's sheet is personal and cannot be lent.
 * `grants`: the roles its holder may give to others inside its unit.
 */
type RoleRule = { at: readonly Level[]; verbs: readonly Verb[]; ownOnly?: true; lends?: true; grants?: readonly Role[] };

const IN_PROVINCE: readonly Role[] = [
  'commune_officer',
  'province_adviser',
  'province_council_member',
  'province_council_chair',
  'inspector',
  'producer',
  'secretary',
  'proxy',
  'outlet',
];
const BY_MINISTRY: readonly Role[] = [
  ...IN_PROVINCE,
  'province_body',
  'province_chair',
  'central_adviser',
  'central_council_member',
  'central_council_chair',
  'buyer',
  'promotion_officer',
  'integrator',
];

export const ROLE_RULES: Record<Role, RoleRule> = {
  // Điều 5, 7: the commune receives and assesses the four local contents (Mẫu 03)
  commune_officer: { at: ['commune'], verbs: ['receive_dossier', 'assess_local', 'view_dossiers'], lends: true, grants: ['proxy'] },
  // Điều 7, 8: the provincial OCOP body checks, proposes, publishes, inspects; it also keeps the roles of its province
  province_body: {
    at: ['province'],
    verbs: [
      'check_dossier',
      'inspect',
      'recall',
      'publish',
      'import_products',
      'manage_roles',
      'view_dossiers',
      'view_grading',
      'view_roles',
    ],
    lends: true,
    grants: IN_PROVINCE,
  },
  // Điều 7: the advisory team reads the file and surveys the site
  province_adviser: { at: ['province'], verbs: ['check_dossier', 'survey', 'view_dossiers'] },
  // Điều 7: members score, each on an own sheet
  province_council_member: { at: ['province'], verbs: ['score', 'view_dossiers'] },
  province_council_chair: { at: ['province'], verbs: ['score', 'chair_council', 'view_dossiers', 'view_scores'], lends: true },
  // Điều 4, 8: 3 and 4 stars are given and taken by the Chair of the province, who also sends 90 points and more to the centre
  province_chair: {
    at: ['province'],
    verbs: ['decide', 'propose_centre', 'revoke', 'view_dossiers', 'view_scores', 'view_grading', 'view_roles'],
    lends: true,
  },
  inspector: { at: ['province', 'nation'], verbs: ['inspect', 'recall', 'view_dossiers'] },
  ministry_officer: {
    at: ['nation'],
    verbs: [
      'check_centre',
      'inspect',
      'recall',
      'publish',
      'import_products',
      'manage_roles',
      'view_dossiers',
      'view_grading',
      'view_roles',
      'view_record',
    ],
    lends: true,
    grants: BY_MINISTRY,
  },
  central_adviser: { at: ['nation'], verbs: ['check_centre', 'view_dossiers'] },
  central_council_member: { at: ['nation'], verbs: ['score_centre', 'view_dossiers'] },
  central_council_chair: { at: ['nation'], verbs: ['score_centre', 'chair_centre', 'view_dossiers', 'view_scores'], lends: true },
  // Điều 4, 8: 5 stars are the Minister's
  minister_office: {
    at: ['nation'],
    verbs: ['decide_centre', 'revoke_centre', 'view_dossiers', 'view_scores', 'view_grading', 'view_record'],
    lends: true,
  },
  producer: { at: ['commune', 'province'], verbs: ['act_for_producer'], ownOnly: true },
  // the secretary of a cooperative acts for its members; a proxy for a person who consented in writing
  secretary: { at: ['commune', 'province'], verbs: ['act_for_producer'], ownOnly: true },
  proxy: { at: ['commune', 'province'], verbs: ['act_for_producer'], ownOnly: true },
  outlet: { at: ['commune', 'province'], verbs: [] },
  // a distributor posts demands for its own organisation
  buyer: { at: ['commune', 'province', 'nation'], verbs: ['buy'] },
  promotion_officer: { at: ['province', 'nation'], verbs: ['promote'] },
  integrator: { at: ['province', 'nation'], verbs: [] },
};

/** What an API client may be given: never more than its owner holds. */
export const SCOPES = ['read', 'import', 'dossiers', 'inspections', 'trace', 'sourcing'] as const;
export type Scope = (typeof SCOPES)[number];
export const SCOPE_VERBS: Record<Scope, readonly Verb[]> = {
  read: ['view_dossiers', 'view_scores', 'view_grading', 'view_roles', 'view_record'],
  import: ['import_products'],
  dossiers: [
    'receive_dossier',
    'assess_local',
    'check_dossier',
    'check_centre',
    'act_for_producer',
    'view_dossiers',
    'score',
    'score_centre',
    'chair_council',
    'chair_centre',
    'decide',
    'decide_centre',
    'propose_centre',
  ],
  inspections: ['inspect', 'view_dossiers'],
  trace: ['act_for_producer', 'recall'],
  sourcing: ['act_for_producer', 'buy', 'promote'],
};
