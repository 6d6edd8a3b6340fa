//! What the phone's platform says of a key, checked offline.
