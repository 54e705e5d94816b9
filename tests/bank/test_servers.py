import redis
from sqlalchemy import create_engine, text


def test_redis_answers(redis_url):
    assert redis.Redis.from_url(redis_url).ping()


def test_postgres_answers(postgres_url):
    with create_engine(postgres_url).connect() as connection:
        assert connection.scalar(text("select 1")) == 1
