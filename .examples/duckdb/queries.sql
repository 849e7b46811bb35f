-- Questions to what `hindsight extract` wrote, for DuckDB. Begin in a folder where these two were run:
--
--   hindsight extract CAPTURE --output facts                  # facts/facts.jsonl
--   hindsight extract CAPTURE --format csv --output tables    # tables/samples.csv and others
--
-- Each question stands by itself, once the view below is there; those that read `tables/` need no view. The package's
-- tests run all of them over the sample data and compare the answers.

-- The facts as one table. Fields of an event and values differ from row to row, so they stay JSON: `->>` reads one.
create or replace view facts as
select * from read_json('facts/facts.jsonl', format = 'newline_delimited', columns = {
  t: 'VARCHAR', node: 'VARCHAR', "at": 'TIMESTAMP', at_kind: 'VARCHAR', src: 'VARCHAR',
  metric: 'VARCHAR', labels: 'MAP(VARCHAR, VARCHAR)', "value": 'JSON',
  "event": 'VARCHAR', severity: 'VARCHAR', fields: 'JSON', thread: 'VARCHAR', message: 'VARCHAR',
  throwable: 'JSON', "name": 'VARCHAR', command: 'VARCHAR', ok: 'BOOLEAN', why: 'VARCHAR',
  code: 'VARCHAR', template: 'VARCHAR', "known": 'BIGINT', "unknown": 'BIGINT', unparsed: 'BIGINT'});

-- ## What failed, where, how often, and where is the first record of it?
select node, event, count(*) as records, min("at") as first, arg_min(src, ("at", src)) as first_record
from facts
where t = 'event' and severity = 'critical'
group by all order by first, node, event;

-- ## How far behind was compaction at its worst, on each node?
select node, max("value"::double)::bigint as pending, arg_max("at", "value"::double) as at_its_worst,
  count(*) as samples
from facts
where t = 'sample' and metric = 'compaction_pending_tasks' and cardinality(labels) = 0
group by node order by pending desc, node;

-- ## What did compaction work on: how often, how much in and out?
select fields->>'table' as "table", count(*) as compactions, sum((fields->>'bytes_in')::hugeint) as bytes_in,
  sum((fields->>'bytes_out')::hugeint) as bytes_out
from facts
where t = 'event' and event = 'compaction.finished' and fields->>'table' is not null
group by all order by bytes_in desc, "table" limit 10;

-- ## Which compactions began and did not say that they ended?
select s.node, s.fields->>'id' as id, s."at" as started, s.thread, s.src
from facts s anti join facts f
  on f.t = 'event' and f.event = 'compaction.finished' and f.node = s.node and f.fields->>'id' = s.fields->>'id'
where s.t = 'event' and s.event = 'compaction.started' and s.fields->>'id' is not null
order by started, s.src limit 10;

-- ## What is at the root of what was thrown?
select list_filter(
    from_json(throwable, '[{"class": "VARCHAR", "suppressed": "BOOLEAN"}]'), lambda it: not it.suppressed)[-1]."class" as root,
  count(*) as records, count(distinct node) as nodes, min(src) as one_of_them
from facts
where t = 'event' and throwable is not null
group by all order by records desc, root;

-- ## Which minutes had the most trouble on all nodes together?
select time_bucket(interval 1 minute, "at") as minute, count(*) as records, list(distinct node order by node) as nodes
from facts
where t = 'event' and severity in ('warning', 'critical') and "at" is not null
group by minute order by records desc, minute limit 5;

-- ## Which commands failed when somebody asked the node?
select node, command, count(*) as polls, count(*) filter (not ok) as failed, any_value(why order by src) as why
from facts
where t = 'poll'
group by all having failed > 0 order by failed desc, node, command;

-- ## How much of each disk was in use at last?
select node, labels['mount'] as mount, max("at") as at_last,
  round(100 * arg_max("value"::double, "at") filter (metric = 'disk_used_bytes')
    / arg_max("value"::double, "at") filter (metric = 'disk_size_bytes'), 1) as percent
from facts
where t = 'sample' and metric in ('disk_used_bytes', 'disk_size_bytes')
group by all order by percent desc, node, mount;

-- ## What could not be read, and which lines did nobody know?
select src, coalesce(format, 'not ours') as format, "unknown", unparsed
from read_csv('tables/coverage.csv')
where format is null or unparsed > 0 or "unknown" > 500
order by src;

-- ## When was each node sampled, and what was the longest silence?
select node, count(*) as instants, min("at") as first, max("at") as last, max(step) as longest_silence
from (select node, "at", "at" - lag("at") over (partition by node order by "at") as step
      from (select distinct node, "at" from read_csv('tables/samples.csv', types = {'at': 'TIMESTAMP'})
            where "at" is not null))
group by node order by node;

-- ## Which tables does the history of compactions name most, and how well did they compact?
select keyspace, "table", count(*) as compactions, round(sum(bytes_out) / sum(bytes_in), 2) as out_for_in
from read_csv('tables/compactions.csv')
group by all order by compactions desc, keyspace, "table" limit 5;
