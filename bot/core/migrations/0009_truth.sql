-- The sources as a plain table, with the day on which somebody last read them again.

DROP VIEW sources;

CREATE VIEW sources AS
SELECT visit_id, json_extract(value, '$.id') AS source_id, json_extract(value, '$.publisher.en') AS publisher,
       json_extract(value, '$.url') AS url, json_extract(value, '$.published_on') AS published_on,
       json_extract(value, '$.seen_on') AS seen_on, json_extract(value, '$.checked_on') AS checked_on,
       json_extract(value, '$.language') AS language, json_extract(value, '$.confidence') AS confidence
FROM current_editions, json_each(document, '$.sources');
