"""Loads the JSON Lines files of a folder into the table peer_raw, as scripts for this job do, in one of the
three ways that psycopg2's documentation shows: load.py rows|values|copy URL FOLDER

Every record is parsed and must be an object with its key; others go to peer_rejected. Each file is one
transaction, has a row in peer_file with the SHA-256 of its bytes, and is moved to FOLDER/../done.
"""
import csv
import hashlib
import io
import json
import os
import sys

import psycopg2
import psycopg2.extras

KEY = ("nr_unidade_abate", "dt_abate", "nr_sequencial", "nr_banda")
COLUMNS = ("lote_id", "arquivo_id", "nr_registro", "byte_inicio", "data_processamento", "byte_tamanho",
           "token_cliente", *KEY, "id_animal", "id_propriedade", "nome_arquivo", "dados_completos")
LIST = ", ".join(COLUMNS)


def records_of(lines, file_id, name, now):
    """The rows of a file, and what was rejected of it."""
    rows, rejected, offset = [], [], 0
    for number, line in enumerate(lines, 1):
        text = line.rstrip(b"\n")
        try:
            record = json.loads(text)
            values = [record[field] for field in KEY]
        except (ValueError, KeyError, TypeError):
            rejected.append((file_id, number, text))
            offset += len(line)
            continue
        rows.append((file_id, file_id, number, offset, now, len(text), "abc123", *values,
                     record.get("id_animal"), record.get("id_propriedade"), name,
                     text.decode("utf-8")))
        offset += len(line)
    return rows, rejected


def insert_rows(cursor, rows):
    places = ", ".join(["%s"] * len(COLUMNS))
    for row in rows:
        cursor.execute(f"INSERT INTO peer_raw ({LIST}) VALUES ({places})", row)


def insert_values(cursor, rows):
    psycopg2.extras.execute_values(cursor, f"INSERT INTO peer_raw ({LIST}) VALUES %s", rows,
                                   page_size=1000)


def insert_copy(cursor, rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    cursor.copy_expert(f"COPY peer_raw ({LIST}) FROM STDIN (FORMAT csv)", buffer)


def main():
    way = {"rows": insert_rows, "values": insert_values, "copy": insert_copy}[sys.argv[1]]
    connection = psycopg2.connect(sys.argv[2])
    folder = sys.argv[3]
    done = os.path.join(os.path.dirname(folder), "done")
    os.makedirs(done, exist_ok=True)
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            content = file.read()
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO peer_file (nome, sha256, modificado) "
                           "VALUES (%s, %s, to_timestamp(%s)) RETURNING id, now()",
                           (name, hashlib.sha256(content).digest(), os.path.getmtime(path)))
            file_id, now = cursor.fetchone()
            rows, rejected = records_of(content.splitlines(keepends=True), file_id, name, now)
            way(cursor, rows)
            if rejected:
                psycopg2.extras.execute_values(
                    cursor, "INSERT INTO peer_rejected (arquivo_id, nr_registro, conteudo) VALUES %s",
                    rejected)
        os.rename(path, os.path.join(done, name))


main()
