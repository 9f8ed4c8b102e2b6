from tests.services.conftest import (  # noqa: F401 - pytest finds fixtures by name
    _bare_post,
    _kept_post,
    _new_store,
    bare_post,
    catalogue,
    empty_post,
    post,
    refused,
    room,
)
