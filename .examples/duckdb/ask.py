"""Runs the questions of a file of SQL and prints each with its answer as CSV: ask.py queries.sql

A question begins with a line `-- ## …`; what comes before the first makes the views. Paths in it are those of the
folder that this is run in. Needs DuckDB's package for Python (pip install duckdb).
"""

import csv
import sys

import duckdb

views, *questions = open(sys.argv[1], encoding="utf-8").read().split("-- ## ")
database = duckdb.connect()
database.execute(views)
for question in questions:
    title, query = question.split("\n", 1)
    print("## " + title)
    answer = database.execute(query)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(column[0] for column in answer.description)
    rows.writerows(answer.fetchall())
    print()
