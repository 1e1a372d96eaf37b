-- become_owner: what is made from here on belongs to the owner.
SET ROLE caseway_owner
