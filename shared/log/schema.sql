-- The schema of the log after all migrations. Written by a test; after a new migration write it again:
--   UPDATE=1 infra/test shared/log/test/schema

CREATE EXTENSION pg_trgm;

CREATE SEQUENCE call_number AS bigint START 1000 INCREMENT 1;

CREATE OR REPLACE FUNCTION public.call_has_news()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if not exists (select from webhook_endpoints where gone_at is null) then return null; end if;
      insert into webhook_messages (endpoint, call_id, history_id, type, at, due_at, data)
      select endpoint.name, call.id, new.id, news.type, new.at, new.at, case when news.type = 'call.hidden'
        then jsonb_build_object('reference', call.reference)
        else jsonb_strip_nulls(jsonb_build_object(
          'reference', call.reference, 'status', call.status, 'department', call.department, 'service', call.service,
          'impact', call.impact, 'urgency', call.urgency, 'priority', call.priority, 'assignee', call.assignee,
          'firstChannel', call.first_channel, 'receivedAt', webhook_instant(call.received_at),
          'respondBy', webhook_instant(call.respond_by), 'resolveBy', webhook_instant(call.resolve_by),
          'respondedAt', webhook_instant(call.responded_at), 'resolvedAt', webhook_instant(call.resolved_at),
          'mergedInto', survivor.reference, 'version', call.version, 'by', new."by")) end
      from calls as call
      left join calls as survivor on survivor.id = call.merged_into
      cross join webhook_endpoints as endpoint
      cross join lateral (
        select webhook_sees(endpoint.departments, endpoint.hidden, call.department)
          and (survivor.id is null or webhook_sees(endpoint.departments, endpoint.hidden, survivor.department)) as now,
        case when new.kind = 'call.merged' then webhook_sees(endpoint.departments, endpoint.hidden, call.department)
          when new.detail #> '{changes,department}' is not null then
            webhook_sees(endpoint.departments, endpoint.hidden, new.detail #>> '{changes,department,before}') end as before
      ) as seen
      cross join lateral (
        select case when seen.now then webhook_event(new.kind, new.detail)
          when seen.before then 'call.hidden' end as type
      ) as news
      where call.id = new.call_id and endpoint.gone_at is null and news.type = any(endpoint.events)
      order by endpoint.name
      on conflict do nothing;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.call_is_named()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into search_changes (call_id) values (new.id);
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.count_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      new.version := old.version + 1;
      return new;
    end
  $function$
;

CREATE OR REPLACE FUNCTION public.refuse_to_change_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'the history is append-only';
    end
  $function$
;

CREATE OR REPLACE FUNCTION public.requester_is_known_by()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into search_changes (call_id) select id from calls where requester_id = new.requester_id;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.requester_is_named()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into search_changes (call_id) select id from calls where requester_id = new.id;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.said_elsewhere()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into search_changes (call_id) select distinct call_id from (
        select before.call_id from before join after using (id) where before.call_id is distinct from after.call_id
        union select after.call_id from before join after using (id) where before.call_id is distinct from after.call_id
      ) as moved where call_id is not null;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.said_in_call()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into search_changes (call_id) select distinct call_id from said where call_id is not null;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.webhook_event(kind text, detail jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
      select case kind
        when 'call.opened' then 'call.created'
        when 'call.reopened' then 'call.reopened'
        when 'call.merged' then 'call.merged'
        when 'call.parted' then 'call.unmerged'
        when 'call.escalated' then 'call.escalated'
        when 'contact.joined' then 'call.contacted'
        when 'reply.written' then 'call.replied'
        when 'status.changed' then case
          when detail ->> 'status' is not distinct from detail ->> 'before' then 'call.updated'
          when detail ->> 'status' = 'resolved' then 'call.resolved'
          when detail ->> 'status' = 'closed' then 'call.closed'
          when detail ->> 'before' in ('resolved', 'closed') then 'call.reopened'
          else 'call.updated' end
        else 'call.updated' end
    $function$
;

CREATE OR REPLACE FUNCTION public.webhook_instant(at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
      select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    $function$
;

CREATE OR REPLACE FUNCTION public.webhook_sees(departments text[], hidden text[], department text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
      select coalesce(lower(department) <> all(hidden), true)
        and (departments is null or coalesce(lower(department) = any(departments), false))
    $function$
;

CREATE TABLE agent_credentials (
  id uuid NOT NULL,
  agent_id uuid NOT NULL,
  provider text NOT NULL,
  account_id text NOT NULL,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT agent_credentials_pkey PRIMARY KEY (id),
  CONSTRAINT agent_credentials_provider_account_id_key UNIQUE (provider, account_id)
);
CREATE INDEX agent_credentials_agent ON public.agent_credentials USING btree (agent_id);

CREATE TABLE agent_sessions (
  id uuid NOT NULL,
  agent_id uuid NOT NULL,
  token text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT agent_sessions_pkey PRIMARY KEY (id),
  CONSTRAINT agent_sessions_token_key UNIQUE (token)
);
CREATE INDEX agent_sessions_agent ON public.agent_sessions USING btree (agent_id);

CREATE TABLE agent_verifications (
  id uuid NOT NULL,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT agent_verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX agent_verifications_identifier ON public.agent_verifications USING btree (identifier);

CREATE TABLE agents (
  id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  email_verified boolean DEFAULT false NOT NULL,
  image text,
  role text DEFAULT 'read-only'::text NOT NULL,
  departments jsonb DEFAULT '[]'::jsonb NOT NULL,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT agents_pkey PRIMARY KEY (id),
  CONSTRAINT agents_email_key UNIQUE (email),
  CONSTRAINT agents_departments_check CHECK ((jsonb_typeof(departments) = 'array'::text)),
  CONSTRAINT agents_role_check CHECK ((role = ANY (ARRAY['read-only'::text, 'agent'::text, 'lead'::text, 'admin'::text])))
);

CREATE TABLE api_tokens (
  id uuid NOT NULL,
  token_hash text NOT NULL,
  name text NOT NULL,
  scopes text[] NOT NULL,
  departments text[] NOT NULL,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by text,
  CONSTRAINT api_tokens_pkey PRIMARY KEY (id),
  CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE attachments (
  contact_id uuid NOT NULL,
  "position" integer NOT NULL,
  sha256 text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  inline boolean NOT NULL,
  CONSTRAINT attachments_pkey PRIMARY KEY (contact_id, "position")
);

CREATE TABLE attempts (
  key text NOT NULL,
  attempts integer NOT NULL,
  last_at timestamp with time zone NOT NULL,
  CONSTRAINT attempts_pkey PRIMARY KEY (key)
);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone NOT NULL,
  by text NOT NULL,
  kind text NOT NULL,
  detail jsonb NOT NULL,
  CONSTRAINT audit_pkey PRIMARY KEY (id)
);
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();

CREATE TABLE awaited_messages (
  message_id text NOT NULL,
  contact_id uuid NOT NULL,
  CONSTRAINT awaited_messages_pkey PRIMARY KEY (message_id, contact_id)
);

CREATE TABLE call_known_errors (
  call_id uuid NOT NULL,
  known_error_id uuid NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT call_known_errors_pkey PRIMARY KEY (call_id, known_error_id)
);
CREATE INDEX call_known_errors_error ON public.call_known_errors USING btree (known_error_id);

CREATE TABLE call_links (
  call_id uuid NOT NULL,
  other_id uuid NOT NULL,
  kind text NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT call_links_pkey PRIMARY KEY (call_id, other_id, kind),
  CONSTRAINT call_links_check CHECK ((call_id <> other_id)),
  CONSTRAINT call_links_kind_check CHECK ((kind = ANY (ARRAY['related'::text, 'caused-by'::text, 'follows'::text])))
);
CREATE INDEX call_links_other ON public.call_links USING btree (other_id);

CREATE TABLE calls (
  id uuid NOT NULL,
  number bigint NOT NULL,
  reference text NOT NULL,
  status text NOT NULL,
  title text NOT NULL,
  requester_id uuid,
  first_channel text NOT NULL,
  channels text[] NOT NULL,
  department text,
  service text,
  impact text NOT NULL,
  urgency text NOT NULL,
  priority text NOT NULL,
  assignee text,
  received_at timestamp with time zone NOT NULL,
  respond_by timestamp with time zone,
  responded_at timestamp with time zone,
  resolved_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  reply_token text DEFAULT replace((gen_random_uuid())::text, '-'::text, ''::text) NOT NULL,
  merged_into uuid,
  rating smallint,
  rated_at timestamp with time zone,
  resolve_by timestamp with time zone,
  resolution text,
  waiting_since timestamp with time zone,
  waiting_until timestamp with time zone,
  waits jsonb DEFAULT '[]'::jsonb NOT NULL,
  routed_by text,
  routed_why text,
  version integer DEFAULT 1 NOT NULL,
  answered_at timestamp with time zone GENERATED ALWAYS AS (LEAST(responded_at, resolved_at)) STORED,
  response_ms bigint GENERATED ALWAYS AS (((EXTRACT(epoch FROM (LEAST(responded_at, resolved_at) - received_at)) * (1000)::numeric))::bigint) STORED,
  resolution_ms bigint GENERATED ALWAYS AS (((EXTRACT(epoch FROM (resolved_at - received_at)) * (1000)::numeric))::bigint) STORED,
  CONSTRAINT calls_pkey PRIMARY KEY (id),
  CONSTRAINT calls_number_key UNIQUE (number),
  CONSTRAINT calls_reference_key UNIQUE (reference),
  CONSTRAINT calls_reply_token_key UNIQUE (reply_token),
  CONSTRAINT calls_impact_check CHECK ((impact = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
  CONSTRAINT calls_priority_check CHECK ((priority = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))),
  CONSTRAINT calls_rating_check CHECK (((rating >= 1) AND (rating <= 5))),
  CONSTRAINT calls_routed_by_check CHECK ((routed_by = ANY (ARRAY['choice'::text, 'rule'::text, 'words'::text, 'learned'::text, 'triage'::text, 'person'::text]))),
  CONSTRAINT calls_status_check CHECK ((status = ANY (ARRAY['new'::text, 'acknowledged'::text, 'in-progress'::text, 'waiting'::text, 'resolved'::text, 'closed'::text]))),
  CONSTRAINT calls_urgency_check CHECK ((urgency = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text])))
);
CREATE INDEX calls_by_age ON public.calls USING btree (received_at DESC, id DESC);
CREATE INDEX calls_figures ON public.calls USING btree (received_at) INCLUDE (id, response_ms, resolution_ms, rating) WHERE (merged_into IS NULL);
CREATE INDEX calls_merged ON public.calls USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX calls_requester ON public.calls USING btree (requester_id, received_at DESC);
CREATE INDEX calls_resolved ON public.calls USING btree (resolved_at, received_at) WHERE (merged_into IS NULL);
CREATE INDEX calls_to_answer ON public.calls USING btree (respond_by) WHERE ((responded_at IS NULL) AND (status = ANY (ARRAY['new'::text, 'acknowledged'::text, 'in-progress'::text])));
CREATE INDEX calls_to_close ON public.calls USING btree (resolved_at) WHERE (status = 'resolved'::text);
CREATE INDEX calls_to_resolve ON public.calls USING btree (resolve_by) WHERE (status = ANY (ARRAY['new'::text, 'acknowledged'::text, 'in-progress'::text]));
CREATE INDEX calls_waiting ON public.calls USING btree (waiting_until) WHERE (status = 'waiting'::text);
CREATE TRIGGER call_has_another_name AFTER UPDATE OF title, requester_id ON public.calls FOR EACH ROW WHEN (((old.title <> new.title) OR (old.requester_id IS DISTINCT FROM new.requester_id))) EXECUTE FUNCTION call_is_named();
CREATE TRIGGER call_has_changed BEFORE UPDATE ON public.calls FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.title IS DISTINCT FROM new.title) OR (old.department IS DISTINCT FROM new.department) OR (old.service IS DISTINCT FROM new.service) OR (old.impact IS DISTINCT FROM new.impact) OR (old.urgency IS DISTINCT FROM new.urgency) OR (old.priority IS DISTINCT FROM new.priority) OR (old.assignee IS DISTINCT FROM new.assignee) OR (old.resolution IS DISTINCT FROM new.resolution) OR (old.waiting_until IS DISTINCT FROM new.waiting_until))) EXECUTE FUNCTION count_version();

CREATE TABLE clues (
  clue text NOT NULL,
  occurred_at timestamp with time zone NOT NULL,
  contact_id uuid NOT NULL
);
CREATE INDEX clues_by_age ON public.clues USING brin (occurred_at);
CREATE INDEX clues_found ON public.clues USING btree (clue, occurred_at);

CREATE TABLE contacts (
  id uuid NOT NULL,
  key text NOT NULL,
  call_id uuid,
  duplicate_of uuid,
  linked_by text NOT NULL,
  why text,
  confidence real,
  revises_key text,
  revision_cause text,
  channel text NOT NULL,
  account text NOT NULL,
  source_id text NOT NULL,
  occurred_at timestamp with time zone NOT NULL,
  received_at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  sender jsonb NOT NULL,
  recipients jsonb NOT NULL,
  subject text,
  text text NOT NULL,
  full_text text,
  html text,
  language text,
  message_id text,
  thread jsonb NOT NULL,
  content_hash text NOT NULL,
  original_sha256 text NOT NULL,
  original_media_type text NOT NULL,
  original_size bigint NOT NULL,
  machine text,
  media jsonb,
  problem jsonb,
  details jsonb NOT NULL,
  CONSTRAINT contacts_pkey PRIMARY KEY (id),
  CONSTRAINT contacts_key_key UNIQUE (key),
  CONSTRAINT contacts_check CHECK (((revises_key IS NULL) = (revision_cause IS NULL))),
  CONSTRAINT contacts_has_call CHECK (((call_id IS NOT NULL) OR (revises_key IS NOT NULL) OR (machine IS NOT NULL))),
  CONSTRAINT contacts_linked_by_check CHECK ((linked_by = ANY (ARRAY['new'::text, 'thread'::text, 'reference'::text, 'same-matter'::text, 'agent'::text])))
);
CREATE INDEX contacts_by_age ON public.contacts USING btree (received_at DESC, id DESC);
CREATE INDEX contacts_by_day ON public.contacts USING btree (occurred_at, channel, account, duplicate_of) WHERE (revises_key IS NULL);
CREATE INDEX contacts_by_form ON public.contacts USING btree (((details #>> '{reading,pages,0,form,formNumber}'::text[]))) WHERE ((details #>> '{reading,pages,0,form,formNumber}'::text[]) IS NOT NULL);
CREATE INDEX contacts_call ON public.contacts USING btree (call_id, received_at);
CREATE INDEX contacts_counted ON public.contacts USING btree (call_id) INCLUDE (channel, duplicate_of) WHERE ((revises_key IS NULL) AND (call_id IS NOT NULL));
CREATE INDEX contacts_message_id ON public.contacts USING btree (message_id, received_at DESC) WHERE (message_id IS NOT NULL);
CREATE INDEX contacts_problem ON public.contacts USING btree (received_at DESC, id DESC) WHERE (problem IS NOT NULL);
CREATE INDEX contacts_repeat ON public.contacts USING btree (content_hash, occurred_at);
CREATE INDEX contacts_revises ON public.contacts USING btree (revises_key) WHERE (revises_key IS NOT NULL);
CREATE INDEX contacts_scanned ON public.contacts USING btree (account, source_id COLLATE "C") WHERE ((channel = 'paper'::text) AND (revises_key IS NULL));
CREATE TRIGGER contact_has_moved AFTER UPDATE ON public.contacts REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION said_elsewhere();
CREATE TRIGGER contact_was_said AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS said FOR EACH STATEMENT EXECUTE FUNCTION said_in_call();

CREATE TABLE directory_entries (
  source text NOT NULL,
  key text NOT NULL,
  requester_id uuid NOT NULL,
  identities jsonb NOT NULL,
  imported_at timestamp with time zone NOT NULL,
  gone_at timestamp with time zone,
  CONSTRAINT directory_entries_pkey PRIMARY KEY (source, key)
);
CREATE INDEX directory_entries_of ON public.directory_entries USING btree (requester_id);

CREATE TABLE escalations (
  call_id uuid NOT NULL,
  step text NOT NULL,
  target timestamp with time zone NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT escalations_pkey PRIMARY KEY (call_id, step, target)
);

CREATE TABLE forms (
  number integer GENERATED ALWAYS AS IDENTITY NOT NULL,
  kind text NOT NULL,
  version smallint NOT NULL,
  paper text NOT NULL,
  language text NOT NULL,
  departments text[] NOT NULL,
  printed_by text NOT NULL,
  printed_at timestamp with time zone NOT NULL,
  CONSTRAINT forms_pkey PRIMARY KEY (number),
  CONSTRAINT forms_kind_check CHECK ((kind = ANY (ARRAY['call'::text, 'log-book'::text, 'separator'::text]))),
  CONSTRAINT forms_paper_check CHECK ((paper = ANY (ARRAY['A4'::text, 'Letter'::text]))),
  CONSTRAINT forms_version_check CHECK ((version > 0))
);

CREATE TABLE history (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  call_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  by text NOT NULL,
  kind text NOT NULL,
  detail jsonb NOT NULL,
  CONSTRAINT history_pkey PRIMARY KEY (id)
);
CREATE INDEX history_call ON public.history USING btree (call_id, id);
CREATE INDEX history_reopened ON public.history USING btree (call_id) WHERE ((kind = 'call.reopened'::text) OR ((kind = 'status.changed'::text) AND ((detail ->> 'before'::text) = ANY (ARRAY['resolved'::text, 'closed'::text])) AND ((detail ->> 'status'::text) <> ALL (ARRAY['resolved'::text, 'closed'::text]))));
CREATE TRIGGER history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.history FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE CONSTRAINT TRIGGER history_is_news AFTER INSERT ON public.history DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.kind = ANY (ARRAY['call.opened'::text, 'call.reopened'::text, 'call.merged'::text, 'call.parted'::text, 'call.escalated'::text, 'contact.joined'::text, 'reply.written'::text, 'status.changed'::text, 'call.reclassified'::text, 'call.assigned'::text, 'call.woken'::text, 'call.absorbed'::text, 'call.released'::text, 'call.split'::text, 'acknowledgement.sent'::text]))) EXECUTE FUNCTION call_has_news();

CREATE TABLE identities (
  id uuid NOT NULL,
  requester_id uuid NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  verified boolean NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  evidence text DEFAULT 'contact'::text NOT NULL,
  shared boolean DEFAULT false NOT NULL,
  CONSTRAINT identities_pkey PRIMARY KEY (id),
  CONSTRAINT identities_kind_value_key UNIQUE (kind, value),
  CONSTRAINT identities_evidence_check CHECK ((evidence = ANY (ARRAY['contact'::text, 'directory'::text, 'agent'::text]))),
  CONSTRAINT identities_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text, 'slack'::text, 'employee-number'::text])))
);
CREATE INDEX identities_requester ON public.identities USING btree (requester_id);
CREATE TRIGGER identity_was_found AFTER INSERT OR UPDATE OF requester_id, value ON public.identities FOR EACH ROW EXECUTE FUNCTION requester_is_known_by();

CREATE TABLE invitations (
  id uuid NOT NULL,
  token_hash text NOT NULL,
  role text NOT NULL,
  departments jsonb DEFAULT '[]'::jsonb NOT NULL,
  email text,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  used_at timestamp with time zone,
  used_by uuid,
  CONSTRAINT invitations_pkey PRIMARY KEY (id),
  CONSTRAINT invitations_token_hash_key UNIQUE (token_hash),
  CONSTRAINT invitations_role_check CHECK ((role = ANY (ARRAY['read-only'::text, 'agent'::text, 'lead'::text, 'admin'::text])))
);

CREATE TABLE known_errors (
  id uuid NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  department text,
  status text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  updated_by text NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT known_errors_pkey PRIMARY KEY (id),
  CONSTRAINT known_errors_status_check CHECK ((status = ANY (ARRAY['open'::text, 'solved'::text])))
);
CREATE INDEX known_errors_by_age ON public.known_errors USING btree (updated_at, id);
CREATE TRIGGER known_error_has_changed BEFORE UPDATE ON public.known_errors FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION count_version();

CREATE TABLE ledger (
  channel text NOT NULL,
  account text NOT NULL,
  part text NOT NULL,
  day date NOT NULL,
  seen bigint NOT NULL,
  spooled bigint NOT NULL,
  untaken bigint NOT NULL,
  confirmed bigint NOT NULL,
  reported_at timestamp with time zone NOT NULL,
  CONSTRAINT ledger_pkey PRIMARY KEY (day, channel, account, part),
  CONSTRAINT ledger_confirmed_check CHECK ((confirmed >= 0)),
  CONSTRAINT ledger_seen_check CHECK ((seen >= 0)),
  CONSTRAINT ledger_spooled_check CHECK ((spooled >= 0)),
  CONSTRAINT ledger_untaken_check CHECK ((untaken >= 0))
);

CREATE TABLE media_work (
  contact_id uuid NOT NULL,
  kind text NOT NULL,
  found_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  pages integer,
  pages_read integer,
  CONSTRAINT media_work_pkey PRIMARY KEY (contact_id),
  CONSTRAINT media_work_kind_check CHECK ((kind = ANY (ARRAY['recording'::text, 'scan'::text])))
);
CREATE INDEX media_work_waiting ON public.media_work USING btree (found_at) WHERE (finished_at IS NULL);

CREATE TABLE opt_outs (
  channel text NOT NULL,
  account text NOT NULL,
  recipient text NOT NULL,
  stopped boolean NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT opt_outs_pkey PRIMARY KEY (channel, account, recipient)
);

CREATE TABLE outbox (
  id uuid NOT NULL,
  call_id uuid NOT NULL,
  channel text NOT NULL,
  account text NOT NULL,
  message jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  delivered_at timestamp with time zone,
  refused_reason text,
  kind text NOT NULL,
  contact_id uuid NOT NULL,
  recipient text NOT NULL,
  queued_at timestamp with time zone,
  failed_at timestamp with time zone,
  source_id text,
  CONSTRAINT outbox_pkey PRIMARY KEY (id),
  CONSTRAINT outbox_kind_check CHECK ((kind = ANY (ARRAY['acknowledgement'::text, 'reply'::text, 'status'::text, 'notice'::text, 'link'::text])))
);
CREATE INDEX outbox_acknowledged ON public.outbox USING btree (queued_at) WHERE (kind = 'acknowledgement'::text);
CREATE UNIQUE INDEX outbox_acknowledgement ON public.outbox USING btree (call_id) WHERE (kind = 'acknowledgement'::text);
CREATE INDEX outbox_call ON public.outbox USING btree (call_id);
CREATE INDEX outbox_link_recipient ON public.outbox USING btree (recipient, queued_at) WHERE (kind = 'link'::text);
CREATE INDEX outbox_links ON public.outbox USING btree (queued_at) WHERE (kind = 'link'::text);
CREATE INDEX outbox_recipient ON public.outbox USING btree (recipient, queued_at) WHERE (kind = 'acknowledgement'::text);
CREATE INDEX outbox_waiting ON public.outbox USING btree (created_at) WHERE ((delivered_at IS NULL) AND (refused_reason IS NULL));

CREATE TABLE requester_joins (
  id uuid NOT NULL,
  from_id uuid NOT NULL,
  into_id uuid NOT NULL,
  identities uuid[] NOT NULL,
  calls uuid[] NOT NULL,
  by text NOT NULL,
  why text NOT NULL,
  at timestamp with time zone NOT NULL,
  parted_at timestamp with time zone,
  parted_by text,
  CONSTRAINT requester_joins_pkey PRIMARY KEY (id),
  CONSTRAINT requester_joins_check CHECK ((from_id <> into_id))
);
CREATE INDEX requester_joins_from ON public.requester_joins USING btree (from_id) WHERE (parted_at IS NULL);
CREATE INDEX requester_joins_into ON public.requester_joins USING btree (into_id) WHERE (parted_at IS NULL);

CREATE TABLE requesters (
  id uuid NOT NULL,
  name text,
  created_at timestamp with time zone NOT NULL,
  department text,
  place text,
  listed boolean DEFAULT false NOT NULL,
  gone_at timestamp with time zone,
  CONSTRAINT requesters_pkey PRIMARY KEY (id)
);
CREATE TRIGGER requester_has_another_name AFTER UPDATE OF name ON public.requesters FOR EACH ROW WHEN ((old.name IS DISTINCT FROM new.name)) EXECUTE FUNCTION requester_is_named();

CREATE TABLE review (
  contact_key text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  confidence real NOT NULL,
  since timestamp with time zone NOT NULL,
  by_person boolean DEFAULT false NOT NULL,
  CONSTRAINT review_pkey PRIMARY KEY (contact_key),
  CONSTRAINT review_kind_check CHECK ((kind = ANY (ARRAY['recording'::text, 'scan'::text]))),
  CONSTRAINT review_state_check CHECK ((state = ANY (ARRAY['needs-person'::text, 'failed'::text, 'done'::text])))
);
CREATE INDEX review_open ON public.review USING btree (confidence, since, contact_key) WHERE (state <> 'done'::text);

CREATE TABLE search_changes (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  call_id uuid NOT NULL,
  CONSTRAINT search_changes_pkey PRIMARY KEY (id)
);

CREATE TABLE searchable (
  call_id uuid NOT NULL,
  text text NOT NULL,
  CONSTRAINT searchable_pkey PRIMARY KEY (call_id)
);
CREATE INDEX searchable_text ON public.searchable USING gin (text gin_trgm_ops);

CREATE TABLE sent_messages (
  message_id text NOT NULL,
  call_id uuid NOT NULL,
  sent_at timestamp with time zone NOT NULL,
  CONSTRAINT sent_messages_pkey PRIMARY KEY (message_id)
);

CREATE TABLE sign_in_failures (
  key text NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE INDEX sign_in_failures_key ON public.sign_in_failures USING btree (key, at);

CREATE TABLE suggestions (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  call_id uuid NOT NULL,
  other_call_id uuid,
  contact_id uuid,
  kind text NOT NULL,
  why text[] NOT NULL,
  confidence real NOT NULL,
  at timestamp with time zone NOT NULL,
  settled_as text,
  settled_by text,
  settled_at timestamp with time zone,
  CONSTRAINT suggestions_pkey PRIMARY KEY (id),
  CONSTRAINT suggestions_check CHECK (((kind <> 'split'::text) OR (contact_id IS NOT NULL))),
  CONSTRAINT suggestions_check1 CHECK (((kind = 'split'::text) OR (other_call_id IS NOT NULL))),
  CONSTRAINT suggestions_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
  CONSTRAINT suggestions_kind_check CHECK ((kind = ANY (ARRAY['same-matter'::text, 'follow-up'::text, 'split'::text, 'same-cause'::text]))),
  CONSTRAINT suggestions_settled_as_check CHECK ((settled_as = ANY (ARRAY['accepted'::text, 'declined'::text])))
);
CREATE INDEX suggestions_call ON public.suggestions USING btree (call_id);
CREATE INDEX suggestions_other ON public.suggestions USING btree (other_call_id) WHERE (other_call_id IS NOT NULL);

CREATE TABLE tasks (
  id uuid NOT NULL,
  call_id uuid NOT NULL,
  department text NOT NULL,
  title text NOT NULL,
  status text NOT NULL,
  assignee text,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  finished_at timestamp with time zone,
  finished_by text,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT tasks_pkey PRIMARY KEY (id),
  CONSTRAINT tasks_status_check CHECK ((status = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX tasks_call ON public.tasks USING btree (call_id);
CREATE INDEX tasks_open ON public.tasks USING btree (department, created_at, id) WHERE (status = 'open'::text);
CREATE TRIGGER task_has_changed BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION count_version();

CREATE TABLE views (
  id uuid NOT NULL,
  agent_id uuid,
  name text NOT NULL,
  filters jsonb NOT NULL,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT views_pkey PRIMARY KEY (id),
  CONSTRAINT views_filters_check CHECK ((jsonb_typeof(filters) = 'object'::text))
);
CREATE UNIQUE INDEX views_own ON public.views USING btree (agent_id, lower(name)) WHERE (agent_id IS NOT NULL);
CREATE UNIQUE INDEX views_shared ON public.views USING btree (lower(name)) WHERE (agent_id IS NULL);

CREATE TABLE watchers (
  call_id uuid NOT NULL,
  watcher text NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT watchers_pkey PRIMARY KEY (call_id, watcher)
);

CREATE TABLE webhook_endpoints (
  name text NOT NULL,
  url_sha256 text NOT NULL,
  events text[] NOT NULL,
  departments text[],
  hidden text[] NOT NULL,
  failing_since timestamp with time zone,
  gone_at timestamp with time zone,
  CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (name)
);

CREATE TABLE webhook_messages (
  seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  endpoint text NOT NULL,
  call_id uuid NOT NULL,
  history_id bigint NOT NULL,
  type text NOT NULL,
  at timestamp with time zone NOT NULL,
  data jsonb NOT NULL,
  transaction xid8 DEFAULT pg_current_xact_id() NOT NULL,
  state text DEFAULT 'waiting'::text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  due_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  reason text,
  CONSTRAINT webhook_messages_pkey PRIMARY KEY (seq),
  CONSTRAINT webhook_messages_endpoint_call_id_type_transaction_at_key UNIQUE (endpoint, call_id, type, transaction, at),
  CONSTRAINT webhook_messages_id_key UNIQUE (id),
  CONSTRAINT webhook_messages_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'withheld'::text, 'dead'::text])))
);
CREATE INDEX webhook_messages_due ON public.webhook_messages USING btree (endpoint, due_at, seq) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_messages_order ON public.webhook_messages USING btree (endpoint, call_id, seq) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_messages_settled ON public.webhook_messages USING btree (state, settled_at) WHERE (state <> 'waiting'::text);

ALTER TABLE agent_credentials ADD CONSTRAINT agent_credentials_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE;
ALTER TABLE agent_sessions ADD CONSTRAINT agent_sessions_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE;
ALTER TABLE attachments ADD CONSTRAINT attachments_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id);
ALTER TABLE awaited_messages ADD CONSTRAINT awaited_messages_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id);
ALTER TABLE call_known_errors ADD CONSTRAINT call_known_errors_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE call_known_errors ADD CONSTRAINT call_known_errors_known_error_id_fkey FOREIGN KEY (known_error_id) REFERENCES known_errors(id);
ALTER TABLE call_links ADD CONSTRAINT call_links_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE call_links ADD CONSTRAINT call_links_other_id_fkey FOREIGN KEY (other_id) REFERENCES calls(id);
ALTER TABLE calls ADD CONSTRAINT calls_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES calls(id);
ALTER TABLE calls ADD CONSTRAINT calls_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES requesters(id);
ALTER TABLE contacts ADD CONSTRAINT contacts_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE contacts ADD CONSTRAINT contacts_duplicate_of_fkey FOREIGN KEY (duplicate_of) REFERENCES contacts(id);
ALTER TABLE directory_entries ADD CONSTRAINT directory_entries_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES requesters(id);
ALTER TABLE escalations ADD CONSTRAINT escalations_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE history ADD CONSTRAINT history_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE identities ADD CONSTRAINT identities_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES requesters(id);
ALTER TABLE invitations ADD CONSTRAINT invitations_used_by_fkey FOREIGN KEY (used_by) REFERENCES agents(id) ON DELETE SET NULL;
ALTER TABLE media_work ADD CONSTRAINT media_work_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id);
ALTER TABLE outbox ADD CONSTRAINT outbox_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE outbox ADD CONSTRAINT outbox_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id);
ALTER TABLE requester_joins ADD CONSTRAINT requester_joins_from_id_fkey FOREIGN KEY (from_id) REFERENCES requesters(id);
ALTER TABLE requester_joins ADD CONSTRAINT requester_joins_into_id_fkey FOREIGN KEY (into_id) REFERENCES requesters(id);
ALTER TABLE searchable ADD CONSTRAINT searchable_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id) ON DELETE CASCADE;
ALTER TABLE sent_messages ADD CONSTRAINT sent_messages_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE suggestions ADD CONSTRAINT suggestions_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE suggestions ADD CONSTRAINT suggestions_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id);
ALTER TABLE suggestions ADD CONSTRAINT suggestions_other_call_id_fkey FOREIGN KEY (other_call_id) REFERENCES calls(id);
ALTER TABLE tasks ADD CONSTRAINT tasks_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE views ADD CONSTRAINT views_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE;
ALTER TABLE watchers ADD CONSTRAINT watchers_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
ALTER TABLE webhook_messages ADD CONSTRAINT webhook_messages_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id);
